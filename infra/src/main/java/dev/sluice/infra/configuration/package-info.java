/**
 * The keys of a stack file, each with type, unit, default and reason, and the typed values that they become.
 * Every problem of a file is told at once, with the nearest known name for a typo.
 */
@NullMarked
package dev.sluice.infra.configuration;

import org.jspecify.annotations.NullMarked;
