/** What is submitted, and how it is followed to its end. Everything random comes from a seed that is told. */
@NullMarked
package dev.sluice.simulator.scenario;

import org.jspecify.annotations.NullMarked;
