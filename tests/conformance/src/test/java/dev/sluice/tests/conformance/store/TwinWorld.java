package dev.sluice.tests.conformance.store;

/**
 * What the runs of a schedule may have. Where the protocol leaves the order of claims open the stores may differ, so no world has everything:
 * each leaves out what would make its order a matter of chance.
 */
enum TwinWorld {
  /** Messages, and claims beside results. Nobody waits for a lane or a slot. */
  OPEN,
  /**
   * Lanes and shared slots. Nothing is published and no commit claims: memory finds at once who has to wait for a slot, PostgreSQL with the
   * next claim, and it commits what frees an op with a lane after its claim for the rest.
   */
  GATED,
  /**
   * Tenants with weights, and rate limits. No call admits two ops at once, since memory ranks one after the other what PostgreSQL ranks as a
   * batch, within the same bound.
   */
  FAIR,
  /** Tenants, rate limits and lanes. All that is ready is claimed at once, so that ranks decide nothing. */
  CROWDED;

  static TwinWorld of(long seed) {
    return values()[Math.floorMod(seed, values().length)];
  }

  boolean hasLanes() {
    return this == GATED || this == CROWDED;
  }

  boolean hasTenants() {
    return this == FAIR || this == CROWDED;
  }

  /** Whether ops have one op upstream at most, none brings others, and tenants rather than priorities decide. */
  boolean isOfChains() {
    return this == FAIR;
  }

  /** Whether a call takes one run, result or dead letter at a time, since who gets the next permit of a rate limit is open otherwise. */
  boolean isOneByOne() {
    return hasTenants();
  }
}
