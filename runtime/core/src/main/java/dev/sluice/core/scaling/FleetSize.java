package dev.sluice.core.scaling;

/**
 * The size of a pool.
 *
 * @param desired workers asked for
 * @param running workers that run
 */
public record FleetSize(int desired, int running) {}
