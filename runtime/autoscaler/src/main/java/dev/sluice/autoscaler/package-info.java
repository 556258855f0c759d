/** Sets the size of each worker pool by its backlog. The decision itself is a pure function in core. */
@NullMarked
package dev.sluice.autoscaler;

import org.jspecify.annotations.NullMarked;
