package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.outbox.OutboxFilter;
import dev.sluice.core.outbox.OutboxKey;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody is told that a message was given up which was delivered, also where both come at the same moment. */
@Timeout(60)
class OutboxDropTest {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final OutboxFilter ALL = new OutboxFilter(Set.of(), Optional.of("topic"), false, 10);

  @Test
  void whatIsBeingDeliveredIsNotDropped() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      schema.execute("insert into " + schema.name() + ".outbox (run_id, op_key, number, topic, key, payload, written_at) "
          + "select gen_random_uuid(), 'op', n, 'topic', 'key ' || n, '{}', now() "
          + "from generate_series(1, 3) as s (n)");
      OutboxStore outbox = schema.database().outbox();
      List<CompletableFuture<List<OutboxKey>>> drops = new ArrayList<>();
      List<OutboxKey> delivered = new ArrayList<>();

      outbox.relay(Set.of("topic"), 10, Duration.ofHours(1), message -> {
        if (drops.isEmpty()) {
          CompletableFuture<List<OutboxKey>> drop = CompletableFuture.supplyAsync(() -> outbox.drop(ALL));
          drops.add(drop);
          while (!drop.isDone() && schema.text("select count(*) from pg_locks where not granted").equals("0")) {
            pause();
          }
        }
        return deliver(message, delivered);
      });

      assertThat(delivered).extracting(OutboxKey::number).containsExactly(2, 3);
      assertThat(drops.get(0).join()).extracting(OutboxKey::number).containsExactly(1);
      assertThat(outbox.list(ALL)).isEmpty();
    }
  }

  private static Optional<String> deliver(OutboxMessage message, List<OutboxKey> delivered) {
    if (message.number() == 1) {
      return Optional.of("refused");
    }
    delivered.add(message.name());
    return Optional.empty();
  }

  private static void pause() {
    try {
      Pause.REAL.pause(LOOK);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
