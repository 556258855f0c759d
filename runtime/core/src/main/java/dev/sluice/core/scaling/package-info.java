/** The port to the fleet of workers. The autoscaler decides through it. */
@NullMarked
package dev.sluice.core.scaling;

import org.jspecify.annotations.NullMarked;
