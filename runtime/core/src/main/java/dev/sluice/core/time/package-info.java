/** Time comes in as a parameter. Tests own the clock and the pause. */
@NullMarked
package dev.sluice.core.time;

import org.jspecify.annotations.NullMarked;
