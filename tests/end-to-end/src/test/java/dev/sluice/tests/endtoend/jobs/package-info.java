/**
 * Jobs that a test puts into the local cloud as a jar of its own. They do what is hard to end well: transactions, deaf code, long
 * work with checkpoints.
 */
@NullMarked
package dev.sluice.tests.endtoend.jobs;

import org.jspecify.annotations.NullMarked;
