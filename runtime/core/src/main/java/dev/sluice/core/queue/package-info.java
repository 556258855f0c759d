/** The port to a FIFO queue and the publishing that goes through it. SQS wakes, the store decides. */
@NullMarked
package dev.sluice.core.queue;

import org.jspecify.annotations.NullMarked;
