package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Step 3 of the protocol as it nearly always goes: the claim, and the judgement of the messages that called for it, in one round trip that
 * is one transaction. What is seldom needed follows in others.
 */
final class SwiftClaim {
  private final Claim claim;
  private final Set<String> slotted;
  private final Claims claims;
  private final Messages messages;

  /**
   * Makes a claim.
   *
   * @param slotted as {@link Claims} takes it
   */
  SwiftClaim(Claim claim, Set<String> slotted, List<OpExecutionTask> messages) {
    this.claim = claim;
    this.slotted = slotted;
    this.claims = new Claims(claim, slotted);
    this.messages = new Messages(messages, claim.worker());
  }

  SwiftClaim look(Connection connection) throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    claims.look(pipeline);
    messages.look(pipeline);
    pipeline.run();
    return this;
  }

  /** Does what is left, and returns all of it. What was claimed stands, so that a database which is lost meanwhile is no failure. */
  ClaimOutcome outcome(Database database) {
    List<Lease> leases = new ArrayList<>(claims.taken().leases());
    if (claims.mustLookOn()) {
      Database.ifReachable(() -> database.inTransaction(connection -> Claims.take(connection, claims.rest(), slotted)))
          .ifPresent(more -> leases.addAll(more.leases()));
    }
    List<Messages.Duplicate> suppressed = new ArrayList<>();
    List<Verdict> verdicts = messages.judge(leases, suppressed);
    if (!suppressed.isEmpty()) {
      Database.ifReachable(() -> database.atOnce(connection -> {
        EventTable events = new EventTable(connection, claim.worker());
        suppressed.forEach(duplicate -> events.add(EventType.DUPLICATE_SUPPRESSED, duplicate.key(), duplicate.attempt(), null));
        events.flushSoon();
        return suppressed;
      }));
    }
    return new ClaimOutcome(leases, verdicts);
  }
}
