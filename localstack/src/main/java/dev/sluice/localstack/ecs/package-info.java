/**
 * ECS: clusters, task definitions and services, whose tasks are supervised processes on this machine.
 * Desired counts, restarts with backoff, health checks, rolling deployments, stop timeouts, task protection and draining behave
 * as in ECS.
 */
@NullMarked
package dev.sluice.localstack.ecs;

import org.jspecify.annotations.NullMarked;
