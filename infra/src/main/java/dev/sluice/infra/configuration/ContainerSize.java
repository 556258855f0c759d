package dev.sluice.infra.configuration;

import java.util.OptionalInt;

/**
 * What one container gets.
 *
 * @param cpu in 1/1024 vCPU
 * @param memory in MiB
 * @param port that it listens on; empty if it serves no one
 */
public record ContainerSize(int cpu, int memory, OptionalInt port) {
  /** A container that serves a port. */
  public ContainerSize(int cpu, int memory, int port) {
    this(cpu, memory, OptionalInt.of(port));
  }
}
