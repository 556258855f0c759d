/** The test kit as an extension of JUnit 5. */
@NullMarked
package dev.sluice.testing.junit;

import org.jspecify.annotations.NullMarked;
