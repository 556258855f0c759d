package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {
  private static final RunId RUN = RunId.parse("01900000-0000-7000-8000-000000000001");

  /** Takes what it can bear. */
  private record Sink(Set<String> topics, List<String> taken) implements OutboxSink {
    @Override
    public void send(OutboxMessage message) throws IOException {
      if (message.payload().equals("\"poison\"")) {
        throw new IOException("refused");
      }
      taken.add(message.topic() + " " + message.payload());
    }
  }

  private static OutboxMessage message(int number, String topic, String payload) {
    return new OutboxMessage(new IdempotencyKey(RUN, "op"), number, topic, "key", "\"" + payload + "\"");
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
    List<Boolean> delivered = new ArrayList<>();
    OutboxStore store = (topics, limit, retryAfter, delivery) -> {
      assertThat(topics).containsExactlyInAnyOrder("mail", "sms");
      delivered.add(delivery.test(message(1, "mail", "a")));
      delivered.add(delivery.test(message(2, "sms", "poison")));
      return 1;
    };

    boolean more = new OutboxRelay(store, List.of(new Sink(Set.of("mail"), taken), new Sink(Set.of("sms"), taken)), listener).run();

    assertThat(more).isFalse();
    assertThat(delivered).containsExactly(true, false);
    assertThat(taken).containsExactly("mail \"a\"");
    assertThat(troubles).containsExactly("delivery of " + RUN + "/op#2 to topic sms: java.io.IOException: refused");
  }

  @Test
  void withoutSinksTheStoreIsLeftAlone() {
    OutboxStore store = (topics, limit, retryAfter, delivery) -> {
      throw new AssertionError("asked");
    };
    assertThat(new OutboxRelay(store, List.of(), PlatformListener.NONE).run()).isFalse();
  }

  @Test
  void twoSinksOfOneTopicAreRefused() {
    Sink sink = new Sink(Set.of("mail"), new ArrayList<>());
    OutboxStore store = (topics, limit, retryAfter, delivery) -> 0;
    assertThatThrownBy(() -> new OutboxRelay(store, List.of(sink, sink), PlatformListener.NONE))
        .hasMessageStartingWith("two sinks take the topic \"mail\"");
  }
}
