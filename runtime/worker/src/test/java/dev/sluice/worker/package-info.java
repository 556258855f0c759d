/**
 * The worker's promises, each in a test of its own, on the ports in memory and a clock that the test moves. The threads are real:
 * tests wait for events, never for time.
 */
@NullMarked
package dev.sluice.worker;

import org.jspecify.annotations.NullMarked;
