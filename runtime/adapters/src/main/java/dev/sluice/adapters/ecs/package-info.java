/**
 * The fleet's ports on Amazon ECS: a pool is a service, its size the desired count, an instance a task, and a worker's protection that
 * of its task.
 * Nothing outside sees the SDK.
 */
@NullMarked
package dev.sluice.adapters.ecs;

import org.jspecify.annotations.NullMarked;
