/**
 * What is recorded about a load: what was accepted, every event, and the rows at the end. It is kept as lines of JSON, so that a check
 * needs neither the database nor the services.
 */
@NullMarked
package dev.sluice.simulator.history;

import org.jspecify.annotations.NullMarked;
