package dev.sluice.infra.configuration;

/**
 * What one container gets.
 *
 * @param cpu in 1/1024 vCPU
 * @param memory in MiB
 * @param port that it listens on
 */
public record ContainerSize(int cpu, int memory, int port) {}
