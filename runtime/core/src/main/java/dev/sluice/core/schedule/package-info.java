/**
 * Schedules: when jobs start by themselves. What a schedule's ticks are and which of them become runs is decided here, without a clock;
 * the store gives each tick to one process.
 */
@NullMarked
package dev.sluice.core.schedule;

import org.jspecify.annotations.NullMarked;
