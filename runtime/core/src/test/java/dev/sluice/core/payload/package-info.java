/**
 * Tests of payloads past a row's size: addresses, and the collection of what nobody refers to.
 * Runs and store are in memory, and the clock is the tests'.
 */
@NullMarked
package dev.sluice.core.payload;

import org.jspecify.annotations.NullMarked;
