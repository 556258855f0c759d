package dev.sluice.core.store;

import dev.sluice.core.run.LeaseToken;
import java.util.Set;

/**
 * What a heartbeat learnt.
 *
 * @param lost leases that are no longer held: stop the attempt, its result would be refused
 * @param canceled leases still held whose run was called off: signal the attempt
 */
public record HeartbeatOutcome(Set<LeaseToken> lost, Set<LeaseToken> canceled) {
  public HeartbeatOutcome {
    lost = Set.copyOf(lost);
    canceled = Set.copyOf(canceled);
  }
}
