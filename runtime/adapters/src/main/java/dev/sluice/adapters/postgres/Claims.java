package dev.sluice.adapters.postgres;

import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.Claim;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Step 3 of the protocol: PENDING becomes RUNNING under a new attempt. Not safe for several threads. */
final class Claims {
  /** So often a claim looks again behind op executions that it had to park, a thousand at a time. */
  private static final int LOOKS = 20;

  /**
   * What was claimed.
   *
   * @param leases best first
   * @param isDry whether the backlog had no more, as far as nobody held it at this moment
   */
  record Taken(List<Lease> leases, boolean isDry) {}

  private final Claim claim;
  private final Set<String> slotted;
  private final List<Lease> leases = new ArrayList<>();
  private boolean withSlots;
  /** Of the latest look: ops that needed a slot, and those of them that were parked. */
  private int waiting;
  private int parked;

  /**
   * Makes a claim in one transaction.
   *
   * @param slotted queues of which the latest claim found op executions that need slots; kept up to date
   */
  Claims(Claim claim, Set<String> slotted) {
    this.claim = claim;
    this.slotted = slotted;
  }

  /** Leases the best of the backlog, then attempts whose lease has run out, best first. */
  static Taken take(Connection connection, Claim claim, Set<String> slotted) throws SQLException {
    Claims claims = new Claims(claim, slotted);
    Pipeline pipeline = new Pipeline(connection);
    claims.look(pipeline);
    pipeline.run();
    claims.lookOn(connection);
    return claims.taken();
  }

  /** Adds the first look, which is enough unless {@link #mustLookOn}. */
  void look(Pipeline pipeline) {
    if (claim.slots() == 0) {
      return;
    }
    look(pipeline, claim.aged(), slotted.contains(claim.queue()), row -> {
      read(row);
      if (waiting == 0) {
        slotted.remove(claim.queue());
      } else {
        slotted.add(claim.queue());
      }
    });
  }

  /** Tells whether op executions that need slots were in the way of the look. */
  boolean mustLookOn() {
    return withSlots ? parked > 0 && leases.size() < claim.slots() : waiting > 0;
  }

  /** Returns the claim for what the looks have not filled. */
  Claim rest() {
    return new Claim(claim.worker(), claim.queue(), claim.slots() - leases.size(), claim.lease());
  }

  private void lookOn(Connection connection) throws SQLException {
    for (int again = 1; again < LOOKS && mustLookOn(); again++) {
      if (withSlots) {
        new Slots(connection).park(claim.queue());
      }
      Pipeline pipeline = new Pipeline(connection);
      look(pipeline, 0, true, this::read);
      pipeline.run();
    }
  }

  /** Returns what the looks have brought so far. */
  Taken taken() {
    return new Taken(leases, leases.size() < claim.slots() && waiting == 0);
  }

  /** Leases what the claim lacks. */
  private void look(Pipeline pipeline, int aged, boolean forSlots, Pipeline.Reading reading) {
    withSlots = forSlots;
    int slots = claim.slots() - leases.size();
    pipeline.add(ClaimStatements.of(aged > 0, withSlots), batch -> ClaimStatements.bind(batch, claim, slots, aged), reading);
  }

  private void read(ResultSet row) throws SQLException {
    Map<Long, Map<String, String>> shared = new HashMap<>();
    Lease before = null;
    while (row.next()) {
      waiting = row.getInt("waiting");
      parked = row.getInt("parked");
      if (row.getString("op_key") != null) {
        before = lease(row, before, outputs(row, shared));
        leases.add(before);
      }
    }
  }

  /** Returns what is upstream, which comes with the first row of those that share it. */
  private static Map<String, String> outputs(ResultSet row, Map<Long, Map<String, String>> shared) throws SQLException {
    String outputs = row.getString("outputs");
    long sharing = row.getLong("sharing");
    if (outputs == null) {
      return Objects.requireNonNull(shared.get(sharing));
    }
    Map<String, String> read = Rows.map(outputs);
    shared.put(sharing, read);
    return read;
  }

  /** Returns what a row says of a lease, of one that may share its run's input with the one before. */
  static Lease lease(ResultSet row, @Nullable Lease before, Map<String, String> outputs) throws SQLException {
    String input = row.getString("input");
    return new Lease(new LeaseToken(Rows.key(row), row.getInt("attempt")), row.getString("job_name"), row.getString("job_version"),
        row.getString("queue"), row.getInt("priority"), row.getInt("max_attempts"),
        Objects.requireNonNull(Rows.instant(row, "lease_expires_at")),
        input == null ? Objects.requireNonNull(before).runInput() : input,
        outputs, Rows.map(row.getString("tags")), row.getString("op_input"), row.getString("signal"),
        new Consequence(Consequence.Reach.valueOf(row.getString("reach")), row.getString("slot_of")));
  }
}
