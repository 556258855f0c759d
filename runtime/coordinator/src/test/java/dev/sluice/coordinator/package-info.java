/**
 * Tests of the coordinator with the in-memory store and queues, over real HTTP on loopback. Time is virtual where it decides
 * anything.
 */
@NullMarked
package dev.sluice.coordinator;

import org.jspecify.annotations.NullMarked;
