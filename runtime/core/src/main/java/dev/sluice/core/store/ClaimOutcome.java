package dev.sluice.core.store;

import dev.sluice.core.run.Lease;
import java.util.List;

/**
 * What a claim gave.
 *
 * @param leases the op executions that this worker runs now
 * @param verdicts one a message, in the order in which the messages were given
 */
public record ClaimOutcome(List<Lease> leases, List<Verdict> verdicts) {
  public ClaimOutcome {
    leases = List.copyOf(leases);
    verdicts = List.copyOf(verdicts);
  }
}
