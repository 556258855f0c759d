package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OpExecutionTaskTest {
  private static final String RUN = "0192f0c1-0000-7000-8000-000000000001";
  private static final OpExecutionTask TASK = new OpExecutionTask(
      1, RUN + "/merge", RUN, "merge", "word-count", "0123456789ab", "default", 5, 3, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

  private static String golden(String name) throws IOException {
    try (InputStream file = OpExecutionTaskTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @Test
  void itIsWrittenAsTheGoldenFileSays() throws IOException {
    assertThat(TASK.toJson()).isEqualTo(golden("task-v1.json"));
  }

  @Test
  void theGoldenFileIsStillReadable() throws IOException {
    assertThat(OpExecutionTask.fromJson(golden("task-v1.json"))).isEqualTo(TASK);
  }

  @Test
  void fieldsOfANewerWriterArePassedOver() throws IOException {
    String newer = golden("task-v1.json").replace("{\"schemaVersion\"", "{\"colour\":{\"deep\":[1]},\"schemaVersion\"");
    assertThat(OpExecutionTask.fromJson(newer)).isEqualTo(TASK);
  }

  @Test
  void whatIsWrittenIsReadBackAsItWas() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      String run = new UUID(random.nextLong(), random.nextLong()).toString();
      String op = "op-" + random.nextInt(1_000);
      OpExecutionTask task = new OpExecutionTask(1, run + "/" + op, run, op, text(random), text(random), text(random),
          random.nextInt(), 1 + random.nextInt(1_000), random.nextBoolean() ? null : text(random));
      assertThat(OpExecutionTask.fromJson(task.toJson())).as("seed %d, case %d", seed, i).isEqualTo(task);
    }
  }

  private static String text(Random random) {
    return "x" + random.ints(random.nextInt(20), 0x20, 0xD7FF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
  }

  @Test
  void whatIsNotOursIsRefusedWithTheReason() {
    for (String body : new String[] {"", "hello", "[]", "{}", "42", "null-ish", "{\"schemaVersion\":1}",
        TASK.toJson().replace("\"schemaVersion\":1", "\"schemaVersion\":99"),
        TASK.toJson().replace("/merge", "/other"),
        TASK.toJson().replace("\"publishSequence\":3", "\"publishSequence\":0"),
        TASK.toJson().replace("\"priority\":5", "\"priority\":\"high\"")}) {
      assertThatThrownBy(() -> OpExecutionTask.fromJson(body)).as(body).isInstanceOf(MalformedTaskException.class)
          .hasMessageContaining("not an op execution task");
    }
  }

  @Test
  void aJsonNullIsRefusedToo() {
    assertThatThrownBy(() -> OpExecutionTask.fromJson("null")).isInstanceOf(MalformedTaskException.class);
  }

  @Test
  void theDeduplicationIdFitsSqsForTheLongestKey() {
    String op = "a".repeat(80);
    OpExecutionTask longest = new OpExecutionTask(1, RUN + "/" + op, RUN, op, "j", "v", "q", 0, 9_999_999, null);
    assertThat(longest.deduplicationId()).hasSizeLessThanOrEqualTo(128);
  }
}
