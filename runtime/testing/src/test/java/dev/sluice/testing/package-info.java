/** Tests of the test kit. */
@NullMarked
package dev.sluice.testing;

import org.jspecify.annotations.NullMarked;
