package dev.sluice.core.store;

/**
 * What a look for abandoned and due work found.
 *
 * @param leasesLost leases that had run out: back to PENDING
 * @param failed leases that had run out on the last attempt: FAILED
 * @param due retries whose not-before has come
 */
public record Recovery(int leasesLost, int failed, int due) {
  public int total() {
    return leasesLost + failed + due;
  }
}
