package dev.sluice.worker;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.queue.Delivery;

/**
 * A message that was received and not deleted yet.
 *
 * @param queue logical queue that it came over
 * @param delivery the queue's handle on it
 * @param task what it says
 */
record HeldMessage(String queue, Delivery delivery, OpExecutionTask task) {}
