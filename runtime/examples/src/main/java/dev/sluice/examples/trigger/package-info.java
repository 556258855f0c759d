/** Trigger rules: ops that start although not all of what stands before them succeeded. */
@NullMarked
package dev.sluice.examples.trigger;

import org.jspecify.annotations.NullMarked;
