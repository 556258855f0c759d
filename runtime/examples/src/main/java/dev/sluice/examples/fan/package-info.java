/** Graphs: ops that run side by side, and ops that take what several others returned. */
@NullMarked
package dev.sluice.examples.fan;

import org.jspecify.annotations.NullMarked;
