/** Who goes first and how many at a time: ordering keys, concurrency keys, rates, priorities. They hold across all runs. */
@NullMarked
package dev.sluice.examples.limit;

import org.jspecify.annotations.NullMarked;
