/**
 * Tests of the local cloud as a whole.
 * They deploy small programs and look at what is really there.
 */
@NullMarked
package dev.sluice.localstack;

import org.jspecify.annotations.NullMarked;
