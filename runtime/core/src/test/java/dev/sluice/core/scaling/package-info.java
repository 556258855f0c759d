/** Tests of the package of the same name. They own the clock. */
@NullMarked
package dev.sluice.core.scaling;

import org.jspecify.annotations.NullMarked;
