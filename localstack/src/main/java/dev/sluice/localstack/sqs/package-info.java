/**
 * SQS by ElasticMQ in this process, with its own HTTP endpoint on loopback.
 * The handlers turn queue resources into real FIFO and standard queues with their redrive policies.
 */
@NullMarked
package dev.sluice.localstack.sqs;

import org.jspecify.annotations.NullMarked;
