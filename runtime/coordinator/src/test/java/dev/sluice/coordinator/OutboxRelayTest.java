package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.core.api.OutboxView;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.outbox.OutboxBacklog;
import dev.sluice.core.outbox.OutboxFilter;
import dev.sluice.core.outbox.OutboxKey;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.outbox.WaitingMessage;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
  private static final RunId RUN = RunId.parse("01900000-0000-7000-8000-000000000001");

  private final VirtualClock clock = new VirtualClock(START);

  /** Takes what it can bear. */
  private record Sink(Set<String> topics, List<String> taken) implements OutboxSink {
    @Override
    public void send(OutboxMessage message) throws IOException {
      if (message.payload().equals("\"broken\"")) {
        throw new NoClassDefFoundError("org/example/Mailer");
      }
      if (message.payload().equals("\"poison\"")) {
        throw new IOException("refused");
      }
      taken.add(message.topic() + " " + message.payload());
    }
  }

  private static OutboxMessage message(int number, String topic, String payload) {
    return new OutboxMessage(new IdempotencyKey(RUN, "op"), number, topic, "key", "\"" + payload + "\"");
  }

  /** Offers messages to each relay, and says what waits. */
  private record Store(List<OutboxMessage> offered, List<OutboxBacklog> backlog, List<Optional<String>> answers)
      implements OutboxStore {
    @Override
    public List<WaitingMessage> list(OutboxFilter filter) {
      throw new AssertionError("a relay lists nothing");
    }

    @Override
    public List<OutboxKey> drop(OutboxFilter filter) {
      throw new AssertionError("a relay gives nothing up");
    }

    @Override
    public Set<String> topics() {
      return offered.stream().map(OutboxMessage::topic).collect(Collectors.toSet());
    }

    @Override
    public int relay(Set<String> topics, int limit, Duration retryAfter, Delivery delivery) {
      offered.stream().filter(message -> topics.contains(message.topic())).map(delivery::deliver).forEach(answers::add);
      return 1;
    }
  }

  private static OutboxBacklog waiting(String topic, int failing, @Nullable String lastError) {
    return new OutboxBacklog(topic, 3, START, failing, lastError == null ? null : RUN + "/op#1", lastError);
  }

  @Test
  void messagesGoToTheSinkOfTheirTopicAndARefusalIsTold() {
    List<String> taken = new ArrayList<>();
    List<String> troubles = new ArrayList<>();
    PlatformListener listener = new PlatformListener() {
      @Override
      public void troubled(String what, RuntimeException cause) {
        troubles.add(what + ": " + cause.getMessage());
      }
    };
    Store store = new Store(List.of(message(1, "mail", "a"), message(2, "sms", "poison"), message(3, "fax", "b"),
        message(4, "sms", "broken"), message(5, "mail", "c")), List.of(), new ArrayList<>());

    boolean more = new OutboxRelay(
        store, List.of(new Sink(Set.of("mail"), taken), new Sink(Set.of("sms"), taken)), clock, listener).run();

    assertThat(more).as("what was delivered may have kept others waiting").isTrue();
    assertThat(store.answers()).containsExactly(Optional.empty(), Optional.empty(), Optional.of("java.io.IOException: refused"),
        Optional.of("java.lang.NoClassDefFoundError: org/example/Mailer"));
    assertThat(taken).containsExactly("mail \"a\"", "mail \"c\"");
    assertThat(troubles).containsExactly("delivery of " + RUN + "/op#2 to topic sms: java.io.IOException: refused",
        "delivery of " + RUN + "/op#4 to topic sms: java.lang.NoClassDefFoundError: org/example/Mailer");
  }

  /** Takes its time, and refuses. */
  private record SlowSink(VirtualClock clock, List<String> asked) implements OutboxSink {
    @Override
    public Set<String> topics() {
      return Set.of("a", "b");
    }

    @Override
    public void send(OutboxMessage message) throws IOException {
      asked.add(message.topic());
      clock.advance(Duration.ofSeconds(6));
      throw new IOException("timed out");
    }
  }

  @Test
  void topicsTakeTurnsSoThatASlowSinkHoldsUpNoOther() {
    List<String> asked = new ArrayList<>();
    Store store = new Store(List.of(message(1, "a", "x"), message(2, "b", "x"), message(3, "mail", "good")), List.of(), new ArrayList<>());
    OutboxRelay relay = new OutboxRelay(
        store, List.of(new SlowSink(clock, asked), new Sink(Set.of("mail"), asked)), clock, PlatformListener.NONE);

    assertThat(relay.run()).as("others have had no turn").isTrue();
    assertThat(asked).containsExactly("a");
    assertThat(relay.run()).isTrue();
    assertThat(asked).containsExactly("a", "b");
    relay.run();
    assertThat(asked).containsExactly("a", "b", "mail \"good\"", "a");
  }

  @Test
  void whatNobodyTakesAndWhatIsRefusedIsToldOnceAMinuteAndShown() {
    List<String> told = new ArrayList<>();
    PlatformListener listener = new PlatformListener() {
      @Override
      public void undelivered(OutboxBacklog waiting, String reason) {
        told.add(waiting.topic() + " " + waiting.messages() + " " + reason);
      }
    };
    Store store = new Store(List.of(), List.of(waiting("fax", 0, null), waiting("mail", 0, null), waiting("sms", 2, "refused")),
        new ArrayList<>());
    OutboxRelay relay = new OutboxRelay(store, List.of(new Sink(Set.of("mail", "sms"), new ArrayList<>())), clock, listener);

    relay.run();
    relay.run();
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).startsWith("fax 3 no sink takes this topic").contains("SLUICE_OUTBOX_QUEUE_URLS");
    assertThat(told.get(1)).isEqualTo("sms 3 refused");
    clock.advance(Duration.ofMinutes(1));
    relay.run();
    assertThat(told).hasSize(4);

    assertThat(relay.show()).extracting(OutboxView::topic, OutboxView::failing, OutboxView::lastError)
        .containsExactly(tuple("fax", 3, told.get(0).substring("fax 3 ".length())), tuple("mail", 0, null), tuple("sms", 2, "refused"));
  }

  @Test
  void withoutSinksNothingIsRelayedAndWhatWaitsIsToldAllTheSame() {
    List<String> told = new ArrayList<>();
    PlatformListener listener = new PlatformListener() {
      @Override
      public void undelivered(OutboxBacklog waiting, String reason) {
        told.add(waiting.topic());
      }
    };
    Store store = new Store(List.of(message(1, "mail", "a")), List.of(waiting("mail", 0, null)), new ArrayList<>());

    assertThat(new OutboxRelay(store, List.of(), clock, listener).run()).isFalse();
    assertThat(store.answers()).isEmpty();
    assertThat(told).containsExactly("mail");
  }

  @Test
  void twoSinksOfOneTopicAreRefused() {
    Sink sink = new Sink(Set.of("mail"), new ArrayList<>());
    OutboxStore store = new Store(List.of(), List.of(), new ArrayList<>());
    assertThatThrownBy(() -> new OutboxRelay(store, List.of(sink, sink), clock, PlatformListener.NONE))
        .hasMessageStartingWith("two sinks take the topic \"mail\"");
  }
}
