/**
 * The worker: receives what wakes it, claims in the store, runs ops in its slots, commits their results in groups, and only then
 * deletes messages. {@link dev.sluice.worker.Worker} is the whole of it; everything else is one of its threads or what they share.
 */
@NullMarked
package dev.sluice.worker;

import org.jspecify.annotations.NullMarked;
