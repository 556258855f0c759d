/** Tests of the test kit. */
@NullMarked
package dev.sluice.testing.junit;

import org.jspecify.annotations.NullMarked;
