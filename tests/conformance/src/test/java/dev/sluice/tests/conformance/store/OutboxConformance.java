package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.outbox.OutboxBacklog;
import dev.sluice.core.outbox.OutboxFilter;
import dev.sluice.core.outbox.OutboxKey;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.RunId;
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
  Duration LONGEST_PAUSE = RETRY_AFTER.multipliedBy(16);

  OutboxStore outbox();

  /** Runs an op of its own run that writes to the outbox, and wants to commit or not. */
  private RunId write(boolean commits, String... keysAndPayloads) throws Exception {
    RunId run = submit(op("only"));
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
    return run;
  }

  /** Relays, and refuses the payloads named. */
  private List<String> relay(Set<String> refused) {
    List<String> delivered = new ArrayList<>();
    outbox().relay(Set.of("mail"), 10, RETRY_AFTER, message -> {
      if (!refused.contains(message.payload())) {
        delivered.add(message.payload());
        return Optional.empty();
      }
      return Optional.of("refused " + message.payload());
    });
    return delivered;
  }

  @Test
  default void whatIsCommittedIsDeliveredOnceAndWhatIsRolledBackIsNot() throws Exception {
    write(true, "ada", "1", "bob", "2");
    write(false, "ada", "3");
    assertThat(outbox().relay(Set.of("other"), 10, RETRY_AFTER, message -> Optional.empty())).isZero();
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

  /** Relays few at a time, refuses all but one payload, and lets all be due again; returns what was tried. */
  private List<String> relayFew(String good) throws Exception {
    List<String> tried = new ArrayList<>();
    outbox().relay(Set.of("mail"), 2, RETRY_AFTER, message -> {
      tried.add(message.payload());
      return message.payload().equals(good) ? Optional.empty() : Optional.of("refused");
    });
    advance(LONGEST_PAUSE.plusSeconds(1));
    return tried;
  }

  @Test
  default void howeverManyAreRefusedWhatWasNeverTriedHasItsTurn() throws Exception {
    write(true, "ada", "1", "bob", "2", "eve", "3", "joe", "4", "kim", "good", "ada", "5");
    assertThat(relayFew("good")).containsExactly("1", "2");
    assertThat(relayFew("good")).containsExactly("1", "2", "3", "4");
    assertThat(relayFew("good")).as("of those that failed, the longest due; and what is new").containsExactly("3", "4", "good");
  }

  @Test
  default void whatWasRefusedIsTriedAgainInTurn() throws Exception {
    write(true, "ada", "1", "bob", "2", "eve", "3", "joe", "4", "kim", "good");
    List<String> tried = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tried.addAll(relayFew("none"));
    }
    assertThat(Set.of("1", "2", "3", "4", "good")).allSatisfy(
        payload -> assertThat(tried).filteredOn(payload::equals).hasSizeGreaterThanOrEqualTo(3));
    assertThat(relay(Set.of())).as("the sink has recovered").containsExactlyInAnyOrder("1", "2", "3", "4", "good");
  }

  @Test
  default void aMessageThatIsRefusedAgainAndAgainHoldsItsKeyBackForLonger() throws Exception {
    Duration pause = Duration.ofHours(1);
    write(true, "ada", "1");
    List<Integer> hours = new ArrayList<>();
    for (int hour = 0; hour < 64; hour++) {
      int now = hour;
      outbox().relay(Set.of("mail"), 10, pause, message -> {
        hours.add(now);
        return Optional.of("refused");
      });
      advance(pause);
    }
    assertThat(hours).containsExactly(0, 1, 3, 7, 15, 31, 47, 63);
  }

  @Test
  default void theTopicsOfWhatWaitsAreNamed() throws Exception {
    assertThat(outbox().topics()).isEmpty();
    write(true, "ada", "1", "bob", "2");
    assertThat(outbox().topics()).containsExactly("mail");
  }

  @Test
  default void aMessageKeepsItsIdempotencyKeyThroughEveryDelivery() throws Exception {
    write(true, "ada", "1", "ada", "2");
    List<String> keys = new ArrayList<>();
    outbox().relay(Set.of("mail"), 10, RETRY_AFTER, message -> {
      keys.add(message.idempotencyKey());
      return Optional.of("later");
    });
    advance(RETRY_AFTER.plusSeconds(1));
    outbox().relay(Set.of("mail"), 10, RETRY_AFTER, message -> {
      keys.add(message.idempotencyKey());
      return Optional.empty();
    });
    assertThat(keys).hasSize(3);
    assertThat(keys.get(1)).isEqualTo(keys.get(0)).endsWith("/only#1");
    assertThat(keys.get(2)).endsWith("/only#2");
  }

  private static OutboxFilter of(String topic, boolean refused, int limit) {
    return new OutboxFilter(Set.of(), Optional.of(topic), refused, limit);
  }

  private static OutboxFilter of(OutboxKey... messages) {
    return new OutboxFilter(Set.of(messages), Optional.empty(), false, 10);
  }

  @Test
  default void whatIsDroppedIsNotDeliveredAndHoldsNothingBack() throws Exception {
    RunId run = write(true, "ada", "1", "bob", "2", "ada", "3");
    write(true, "ada", "4");
    relay(Set.of("1"));
    OutboxKey poison = OutboxKey.parse(run + "/only#1");
    assertThat(relay(Set.of())).as("held back").isEmpty();

    assertThat(outbox().drop(of(poison))).containsExactly(poison);
    assertThat(outbox().drop(of(poison))).as("done twice").isEmpty();

    assertThat(relay(Set.of())).containsExactly("3", "4");
    assertThat(store().events(run)).filteredOn(event -> event.type() == EventType.OUTBOX_DROPPED).singleElement().satisfies(event -> {
      assertThat(event.opKey()).isEqualTo("only");
      assertThat(event.attempt()).isEqualTo(1);
      assertThat(event.actor()).isEqualTo("operator");
      assertThat(event.detail()).isEqualTo("{\"number\":1,\"topic\":\"mail\",\"key\":\"ada\"}");
    });
  }

  @Test
  default void onlyWhatIsMeantIsDropped() throws Exception {
    RunId run = write(true, "ada", "1", "bob", "2", "eve", "3");
    relay(Set.of("1", "2", "3"));
    advance(RETRY_AFTER.plusSeconds(1));
    write(true, "ada", "4");

    assertThat(outbox().drop(of("other", false, 10))).isEmpty();
    assertThat(outbox().drop(of(new OutboxKey(new IdempotencyKey(run, "only"), 9)))).isEmpty();
    assertThat(outbox().drop(of("mail", true, 2))).extracting(OutboxKey::toString).containsExactly(run + "/only#1", run + "/only#2");
    assertThat(relay(Set.of())).containsExactly("3", "4");
  }

  @Test
  default void whatWaitsIsTold() throws Exception {
    assertThat(outbox().backlog()).isEmpty();
    write(true, "ada", "1", "bob", "2", "ada", "3");
    OutboxBacklog fresh = outbox().backlog().get(0);
    assertThat(fresh.topic()).isEqualTo("mail");
    assertThat(fresh.messages()).isEqualTo(3);
    assertThat(fresh.failing()).isZero();
    assertThat(fresh.lastError()).isNull();

    relay(Set.of("1", "3"));
    advance(RETRY_AFTER.plusSeconds(1));
    relay(Set.of("1", "3"));

    assertThat(outbox().list(of("mail", true, 10))).singleElement().satisfies(waiting -> {
      assertThat(waiting.message().payload()).isEqualTo("1");
      assertThat(waiting.writtenAt()).isEqualTo(fresh.oldest());
      assertThat(waiting.failures()).isEqualTo(2);
      assertThat(waiting.lastError()).isEqualTo("refused 1");
    });
    assertThat(outbox().list(of("mail", false, 10))).extracting(waiting -> waiting.message().payload()).containsExactly("1", "3");
    assertThat(outbox().list(of("mail", false, 1))).extracting(waiting -> waiting.message().payload()).containsExactly("1");
    assertThat(outbox().list(of("other", false, 10))).isEmpty();
    assertThat(outbox().backlog()).singleElement().satisfies(waiting -> {
      assertThat(waiting.messages()).isEqualTo(2);
      assertThat(waiting.oldest()).isEqualTo(fresh.oldest());
      assertThat(waiting.failing()).isEqualTo(1);
      assertThat(waiting.message()).endsWith("/only#1");
      assertThat(waiting.lastError()).isEqualTo("refused 1");
    });
  }
}
