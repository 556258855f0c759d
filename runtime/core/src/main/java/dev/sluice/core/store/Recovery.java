package dev.sluice.core.store;

/**
 * What a look for abandoned and due work found.
 *
 * @param leasesLost leases that had run out: back to PENDING
 * @param failed leases that had run out on the last attempt: FAILED
 * @param due op executions whose not-before has come: retries, what slept or waited long enough, and sub-jobs that took too long
 */
public record Recovery(int leasesLost, int failed, int due) {
  /** Why a sub-job was called off whose time was up. */
  public static final String TOOK_TOO_LONG = "it took longer than the timeout of the op that it is a sub-job of";

  public int total() {
    return leasesLost + failed + due;
  }
}
