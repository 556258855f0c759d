/**
 * Payloads that are too large for a row: they lie in a store of their own, under an address made of their content, and the row holds
 * a reference. What no row names any more is collected later.
 */
@NullMarked
package dev.sluice.core.payload;

import org.jspecify.annotations.NullMarked;
