/**
 * JSON in one stable order, with values that are known only once resources exist.
 * Stable text keeps a second update from changing anything.
 */
@NullMarked
package dev.sluice.infra.json;

import org.jspecify.annotations.NullMarked;
