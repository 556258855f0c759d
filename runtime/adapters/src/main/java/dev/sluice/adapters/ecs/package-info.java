/** The fleet port on Amazon ECS: a pool is a service, its size the desired count. Nothing outside sees the SDK. */
@NullMarked
package dev.sluice.adapters.ecs;

import org.jspecify.annotations.NullMarked;
