/** Waits that hold no slot and outlive every process: for time to pass, for a signal, for a person. */
@NullMarked
package dev.sluice.examples.wait;

import org.jspecify.annotations.NullMarked;
