package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.run.Lease;
import dev.sluice.core.store.SharedTransaction;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store promises about outboxes: a message leaves only with its op's commit, in the order of its key, until it is delivered. */
interface OutboxConformance extends StoreFixture {
  Duration RETRY_AFTER = Duration.ofSeconds(5);

  OutboxStore outbox();

  /** Runs an op of its own run that writes to the outbox, and wants to commit or not. */
  private void write(boolean commits, String... keysAndPayloads) throws Exception {
    submit(op("only"));
    Lease lease = claimOne("w1");
    List<OutboxMessage> messages = new ArrayList<>();
    for (int i = 0; i < keysAndPayloads.length; i += 2) {
      messages.add(new OutboxMessage(lease.key(), i / 2 + 1, "mail", keysAndPayloads[i], keysAndPayloads[i + 1]));
    }
    store().commitTogether("w1", lease.token(), false, new SharedTransaction() {
      @Override
      public Optional<String> run(Connection connection) {
        return commits ? Optional.of("1") : Optional.empty();
      }

      @Override
      public List<OutboxMessage> outbox() {
        return messages;
      }
    });
    if (!commits) {
      commit("w1", success(lease));
    }
  }

  /** Relays, and refuses the payloads named. */
  private List<String> relay(Set<String> refused) {
    List<String> delivered = new ArrayList<>();
    outbox().relay(Set.of("mail"), 10, RETRY_AFTER, message -> {
      if (!refused.contains(message.payload())) {
        delivered.add(message.payload());
        return true;
      }
      return false;
    });
    return delivered;
  }

  @Test
  default void whatIsCommittedIsDeliveredOnceAndWhatIsRolledBackIsNot() throws Exception {
    write(true, "ada", "1", "bob", "2");
    write(false, "ada", "3");
    assertThat(outbox().relay(Set.of("other"), 10, RETRY_AFTER, message -> true)).isZero();
    assertThat(relay(Set.of())).containsExactly("1", "2");
    assertThat(relay(Set.of())).isEmpty();
  }

  @Test
  default void aRefusedMessageHoldsBackItsKeyAndNoOther() throws Exception {
    write(true, "ada", "1", "bob", "2");
    write(true, "ada", "3");
    assertThat(relay(Set.of("1", "3"))).containsExactly("2");
    assertThat(relay(Set.of())).as("not before the retry is due").isEmpty();
    write(true, "ada", "4", "bob", "5");
    assertThat(relay(Set.of())).containsExactly("5");
    advance(RETRY_AFTER.plusSeconds(1));
    assertThat(relay(Set.of())).containsExactly("1", "3", "4");
  }

  @Test
  default void aMessageKeepsItsIdempotencyKeyThroughEveryDelivery() throws Exception {
    write(true, "ada", "1", "ada", "2");
    List<String> keys = new ArrayList<>();
    outbox().relay(Set.of("mail"), 10, RETRY_AFTER, message -> {
      keys.add(message.idempotencyKey());
      return false;
    });
    advance(RETRY_AFTER.plusSeconds(1));
    outbox().relay(Set.of("mail"), 10, RETRY_AFTER, message -> keys.add(message.idempotencyKey()));
    assertThat(keys).hasSize(3);
    assertThat(keys.get(1)).isEqualTo(keys.get(0)).endsWith("/only#1");
    assertThat(keys.get(2)).endsWith("/only#2");
  }
}
