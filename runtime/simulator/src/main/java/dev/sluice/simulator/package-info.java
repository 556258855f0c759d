/** The simulator as a service: submits a load to a coordinator, waits for its end, checks the history and prints the report. It runs once and exits. */
@NullMarked
package dev.sluice.simulator;

import org.jspecify.annotations.NullMarked;
