package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxPauseTest {
  /** Or one whose sink takes as long as the pause would be due again as soon as its transaction ends, and be the first of its topic for ever. */
  @Test
  void thePauseOfARefusedMessageBeginsWithTheRefusalAndNotWithItsTransaction() {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      schema.execute("insert into " + schema.name() + ".outbox (run_id, op_key, number, topic, key, payload, written_at) "
          + "values (gen_random_uuid(), 'op', 1, 'topic', 'key', '{}', now())");
      schema.advance(Duration.ofDays(1));
      List<String> refusedAt = new ArrayList<>();

      schema.database().outbox().relay(Set.of("topic"), 10, Duration.ofHours(1), message -> {
        refusedAt.add(schema.text("select platform_time()"));
        return Optional.of("refused");
      });

      assertThat(schema.text("select not_before - timestamptz '" + refusedAt.get(0) + "' between interval '1 hour' and interval '2 hours'"
          + " from outbox")).isEqualTo("t");
    }
  }
}
