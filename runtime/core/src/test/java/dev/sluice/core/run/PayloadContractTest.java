package dev.sluice.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.api.ApiJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON forms of results and records: golden files hold them, and later readers still understand them. */
class PayloadContractTest {
  private static final RunId RUN = RunId.parse("0192f0c1-0000-7000-8000-000000000001");
  private static final Cause CAUSE = new Cause("java.io.IOException", "disk", "java.io.IOException: disk\n\tat Job.run");
  private static final IdempotencyRecord RECORD = new IdempotencyRecord(new IdempotencyKey(RUN, "merge"), OpState.RUNNING, 2, 3,
      "default", 5, "default@task-1", Instant.parse("2026-11-21T12:00:15Z"), null, 4, null, CAUSE, null, null);

  private static String golden(String name) throws IOException {
    try (InputStream file = PayloadContractTest.class.getResourceAsStream(name + "-v1.json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static ExecutionResult result(String kind) {
    return switch (kind) {
      case "success" -> new ExecutionResult.Success("{\"n\":1}");
      case "failure" -> new ExecutionResult.Failure(CAUSE, true);
      case "canceled" -> new ExecutionResult.Canceled("called off");
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"success", "failure", "canceled"})
  void aResultIsWrittenAndReadAsItsGoldenFileSays(String kind) throws IOException {
    assertThat(ApiJson.mapper().writeValueAsString(result(kind))).isEqualTo(golden("result-" + kind));
    assertThat(ApiJson.mapper().readValue(golden("result-" + kind), ExecutionResult.class)).isEqualTo(result(kind));
  }

  @Test
  void aRecordIsWrittenAndReadAsItsGoldenFileSays() throws IOException {
    assertThat(ApiJson.mapper().writeValueAsString(RECORD)).isEqualTo(golden("record"));
    assertThat(ApiJson.mapper().readValue(golden("record"), IdempotencyRecord.class)).isEqualTo(RECORD);
  }

  @Test
  void whatIsWrittenIsReadBackAsItWas() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Cause cause = new Cause(text(random), text(random), text(random));
      ExecutionResult result = switch (random.nextInt(3)) {
        case 0 -> new ExecutionResult.Success(text(random));
        case 1 -> new ExecutionResult.Failure(cause, random.nextBoolean());
        default -> new ExecutionResult.Canceled(text(random));
      };
      String json = ApiJson.mapper().writeValueAsString(result);
      assertThat(ApiJson.mapper().readValue(json, ExecutionResult.class)).as("seed %d, case %d", seed, i).isEqualTo(result);
    }
  }

  private static String text(Random random) {
    return random.ints(random.nextInt(30), 0x20, 0xD7FF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }
}
