/** Tests of the comparison of declared stacks. The stacks are small and made by hand, so that each test shows what it is about. */
@NullMarked
package dev.sluice.infra.preview.diff;

import org.jspecify.annotations.NullMarked;
