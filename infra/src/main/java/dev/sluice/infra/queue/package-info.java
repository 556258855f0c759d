/**
 * FIFO queues, each with the FIFO dead-letter queue that takes what it cannot deliver.
 * A logical queue's name stays what users write; its address is the stack's business.
 */
@NullMarked
package dev.sluice.infra.queue;

import org.jspecify.annotations.NullMarked;
