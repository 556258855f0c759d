/** What a load amounted to: counts, percentiles and throughput, taken from a history. Text and JSON carry the same figures. */
@NullMarked
package dev.sluice.simulator.report;

import org.jspecify.annotations.NullMarked;
