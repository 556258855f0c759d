/** Measurements of the parts against the raw limits of the same machine. Each prints its figures; none is a test. */
@NullMarked
package dev.sluice.tests.benchmark;

import org.jspecify.annotations.NullMarked;
