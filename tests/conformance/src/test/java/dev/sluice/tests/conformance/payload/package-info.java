/**
 * What every payload store must do. The suite runs on the one in memory and on S3.
 */
@NullMarked
package dev.sluice.tests.conformance.payload;

import org.jspecify.annotations.NullMarked;
