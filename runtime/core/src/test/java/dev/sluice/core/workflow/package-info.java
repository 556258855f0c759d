/** Jobs of every shape, run on a store in memory. */
@NullMarked
package dev.sluice.core.workflow;

import org.jspecify.annotations.NullMarked;
