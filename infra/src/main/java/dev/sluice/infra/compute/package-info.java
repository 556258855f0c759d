/**
 * The ECS cluster and the services on it, each from a task definition whose environment the stack answers.
 * The same components serve the coordinator, every worker pool and the autoscaler.
 */
@NullMarked
package dev.sluice.infra.compute;

import org.jspecify.annotations.NullMarked;
