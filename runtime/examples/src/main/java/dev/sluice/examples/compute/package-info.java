/** Work for processors, cut into parts that run side by side. */
@NullMarked
package dev.sluice.examples.compute;

import org.jspecify.annotations.NullMarked;
