/** The autoscaler on the in-memory ports and a clock of its own. */
@NullMarked
package dev.sluice.autoscaler;

import org.jspecify.annotations.NullMarked;
