/**
 * The coordinator: takes runs over HTTP, publishes what is due and brings back what was abandoned. Any number may run; the store
 * decides who does what.
 */
@NullMarked
package dev.sluice.coordinator;

import org.jspecify.annotations.NullMarked;
