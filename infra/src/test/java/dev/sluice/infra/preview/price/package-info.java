/** Tests of the estimates. The golden ones name every figure that they come from. */
@NullMarked
package dev.sluice.infra.preview.price;

import org.jspecify.annotations.NullMarked;
