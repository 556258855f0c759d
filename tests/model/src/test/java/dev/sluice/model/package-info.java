/** Runs the model checker on the execution protocol. Each scenario is a process of its own, since TLC keeps static state. */
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;
