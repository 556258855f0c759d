package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.time.VirtualClock;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever records jobs have, what is written is read back as it was: inline, compressed, and by reference. */
class RoundTripTest {
  private static final int CASES = 2_000;

  enum Color { RED, GREEN, DARK_BLUE }

  record Leaf(String name, long count, double share, boolean open, @Nullable Color color) {}

  record Times(@Nullable Instant at, @Nullable Duration took, @Nullable LocalDate day) {}

  record Numbers(int small, @Nullable BigInteger whole, @Nullable BigDecimal exact, @Nullable UUID id) {}

  record Tree(
      @Nullable String text, @Nullable Leaf leaf, @Nullable Times times, @Nullable Numbers numbers, @Nullable List<Leaf> leaves,
      @Nullable Map<String, Times> byName, @Nullable List<List<String>> table, @Nullable Map<String, List<Numbers>> deep) {}

  @Test
  void whatIsWrittenIsReadBackAsItWas() {
    long seed = Long.getLong("sluice.seed", new Random().nextLong());
    Random random = new Random(seed);
    RecordGenerator records = new RecordGenerator(random);
    InMemoryPayloadStore store = new InMemoryPayloadStore(new VirtualClock(Instant.parse("2026-11-21T00:00:00Z")));
    int plain = 0;
    int compressed = 0;
    int elsewhere = 0;
    for (int i = 0; i < CASES; i++) {
      Payloads payloads = new Payloads(random.nextInt(100, 3_000), 1 << 20, random.nextInt(100, 1_500), Optional.of(store));
      Tree tree = records.make(Tree.class);

      String stored = payloads.write(tree, "it");

      assertThat(payloads.read(stored, Tree.class, "it")).as("-Dsluice.seed=%d, case %d", seed, i).isEqualTo(tree);
      switch (stored.charAt(0)) {
        case '@' -> elsewhere++;
        case '~' -> compressed++;
        default -> plain++;
      }
    }
    assertThat(List.of(plain, compressed, elsewhere)).as("-Dsluice.seed=%d reaches every form", seed).doesNotContain(0);
  }
}
