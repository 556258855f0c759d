/** Tests of the simulator. Histories are made by the store in memory, or written by hand where they must be wrong. */
@NullMarked
package dev.sluice.simulator;

import org.jspecify.annotations.NullMarked;
