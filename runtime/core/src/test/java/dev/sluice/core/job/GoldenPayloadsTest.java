package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.time.VirtualClock;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stored forms of inputs, outputs and checkpoints, byte for byte: what lies in databases and buckets must stay readable. */
class GoldenPayloadsTest {
  enum Color { RED, DARK_BLUE }

  record Line(String text, int count) {}

  record Everything(
      String text, int whole, long large, double share, boolean open, Color color, Instant at, Duration took, LocalDate day,
      BigDecimal exact, UUID id, byte[] bytes, List<Line> lines, Map<String, Line> byName, @Nullable String none) {
    Everything {
      byName = new TreeMap<>(byName);
    }
  }

  private static final Everything VALUE = new Everything(
      "quotes \" and ümläute\n", -1, Long.MAX_VALUE, 0.1, true, Color.DARK_BLUE, Instant.parse("2026-11-21T12:00:00.123456789Z"),
      Duration.ofMillis(90_500), LocalDate.parse("2026-11-21"), new BigDecimal("1.50"), UUID.fromString("0192f0c1-0000-7000-8000-000000000001"),
      new byte[] {0, 1, -1}, List.of(new Line("a", 1)), Map.of("b", new Line("c", 2)), null);

  private final Payloads payloads = new Payloads(100_000);

  private static String golden(String name) throws IOException {
    try (InputStream file = GoldenPayloadsTest.class.getResourceAsStream(name)) {
      assertThat(file).as(name).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private void assertIsTheValue(@Nullable Everything read) {
    assertThat(read).usingRecursiveComparison().isEqualTo(VALUE);
  }

  @Test
  void aPayloadIsWrittenAndReadAsItsGoldenFileSays() throws IOException {
    assertThat(payloads.write(VALUE, "it")).isEqualTo(golden("payload-v1.json"));
    assertIsTheValue(payloads.read(golden("payload-v1.json"), Everything.class, "it"));
  }

  @Test
  void aNewerWritersFieldsArePassedOverAndAnOlderWritersMissingOnesAreNull() throws IOException {
    String newer = golden("payload-v1.json").replaceFirst("\\{", "{\"addedLater\":{\"lines\":[1,2]},").replace("\"count\":1", "\"count\":1,\"added\":[]");
    assertIsTheValue(payloads.read(newer, Everything.class, "it"));
    String older = golden("payload-v1.json").replace(",\"none\":null", "");
    assertThat(older).doesNotContain("none");
    assertIsTheValue(payloads.read(older, Everything.class, "it"));
  }

  /** The bytes of a gzip depend on the machine's zlib, so that only reading is held. */
  @Test
  void aCompressedPayloadIsReadAsItsGoldenFileSays() throws IOException {
    assertIsTheValue(payloads.read(golden("payload-compressed-v1.txt"), Everything.class, "it"));
  }

  @Test
  void aReferenceIsWrittenAsItsGoldenFileSays() throws IOException {
    InMemoryPayloadStore store = new InMemoryPayloadStore(new VirtualClock(Instant.parse("2026-11-21T12:00:00Z")));
    Payloads small = new Payloads(10, 100_000, Optional.of(store));

    assertThat(small.write(VALUE, "it")).isEqualTo(golden("payload-reference-v1.txt"));
    assertIsTheValue(small.read(golden("payload-reference-v1.txt"), Everything.class, "it"));
  }

  @Test
  void theTaskOfAProgramIsWrittenAsItsGoldenFileSays() throws IOException {
    CommandTask task = new CommandTask(CommandTask.VERSION, "0192f0c1-0000-7000-8000-000000000001", "word-count", "merge", 2,
        "0192f0c1-0000-7000-8000-000000000001/merge", Instant.parse("2026-11-21T12:00:00Z"), Map.of("team", "blue"), new Line("a", 1));

    assertThat(payloads.write(task, "it")).isEqualTo(golden("command-task-v1.json"));
  }
}
