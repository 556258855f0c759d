package dev.sluice.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.QueueBacklog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The API's documents and the events of a history, byte for byte. After a deliberate change -Dsluice.updateReference=true writes the files
 * anew; what was there before must still be readable.
 */
class GoldenFormsTest {
  private static final boolean UPDATE = Boolean.getBoolean("sluice.updateReference");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final RunId RUN = RunId.parse("0192f0c1-0000-7000-8000-000000000001");
  private static final Cause CAUSE = new Cause("java.io.IOException", "disk", "java.io.IOException: disk\n\tat Job.run");
  private static final IdempotencyRecord DONE = new IdempotencyRecord(new IdempotencyKey(RUN, "list"), OpState.SUCCEEDED, 1, 3,
      "default", 5, null, null, null, 1, "{\"paths\":[\"a\"]}", null, null, null);
  private static final IdempotencyRecord RUNNING = new IdempotencyRecord(new IdempotencyKey(RUN, "merge"), OpState.RUNNING, 2, 3,
      "default", 5, "default@task-1", NOON.plusSeconds(15), null, 4, null, CAUSE, "customer-7", null);
  private static final IdempotencyRecord FAILED = new IdempotencyRecord(new IdempotencyKey(RUN, "merge"), OpState.FAILED, 3, 3,
      "default", 5, null, null, null, 4, null, CAUSE, null, null);
  private static final RunRequest REQUEST = new RunRequest(RUN, "word-count", "0123456789ab", "{}", "merge", Map.of(), null, List.of(
      new OpPlan("list", "default", 5, 3, List.of(), null), new OpPlan("merge", "default", 5, 3, List.of("list"), null)));

  private static Run run(RunStatus status) {
    return new Run(RUN, "word-count", "0123456789ab", status, "{\"folder\":\"docs\"}", status == RunStatus.SUCCEEDED ? "{\"n\":1.50}" : null,
        Map.of("team", "blue"), "nightly", 2, status.isTerminal() ? 0 : 1, NOON, status.isTerminal() ? NOON.plusMillis(1_500) : null);
  }

  private static RunEvent event(long sequence, EventType type, int attempt, String detail) {
    return new RunEvent(sequence, RUN, attempt == 0 ? null : "merge", type, attempt, NOON, "default@task-1", detail);
  }

  /** What is written, by the name of its file. */
  enum Form {
    SUBMIT_REQUEST(SubmitRequest.of("word-count", Map.of("folder", "docs")).withTags(Map.of("team", "blue"))
        .withIdempotencyKey("nightly").withPriority(7).withTenant("blue", 2.5)),
    ACCEPTED_RUN(new AcceptedRun(RUN, true)),
    RUN_SUMMARY(RunView.summaryOf(run(RunStatus.RUNNING))),
    RUN_DETAIL(RunDetail.of(run(RunStatus.RUNNING), List.of(DONE, RUNNING), List.of(new LeaseToken(DONE.key(), 1)),
        List.of(new OpProgress(RUNNING.key(), 2, 3, 8, NOON)))),
    RESULT_SUCCEEDED(RunResult.of(run(RunStatus.SUCCEEDED), List.of())),
    RESULT_FAILED(RunResult.of(run(RunStatus.FAILED), List.of(DONE, FAILED))),
    DEAD_LETTER(DeadLetterView.of(new DeadLetter(new LeaseToken(FAILED.key(), 3), "word-count", "default", "java.io.IOException", "disk", NOON))),
    JOB(new JobView("word-count", "0123456789ab", "Input", "Output", List.of(new JobView.JobOpView("list", List.of(), "default", 5)))),
    BACKLOG(new QueueBacklog("default", 1, 2, 3, Duration.ofMillis(1_500))),
    PROBLEM(new Problem("about:blank", "Unusable field", 422, "the job is unknown", "unknown-job",
        List.of(new FieldError("job", "there is no job duoble", "unknown-job")))),
    EVENT_SUBMITTED(event(1, EventType.RUN_SUBMITTED, 0, EventDetails.submitted(REQUEST))),
    EVENT_LEASED(event(2, EventType.OP_LEASED, 2, EventDetails.leased(Map.of("list", "{\"paths\":[\"a\"]}")))),
    EVENT_SUCCEEDED(event(3, EventType.OP_SUCCEEDED, 2, EventDetails.committed("{\"n\":1.50}"))),
    EVENT_FAILED(event(4, EventType.OP_FAILED, 2, EventDetails.failure(CAUSE, Duration.ofSeconds(2))));

    private final Object value;

    Form(Object value) {
      this.value = value;
    }

    private String file() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-v1.json";
    }

    String golden() {
      if (UPDATE) {
        write();
      }
      try (InputStream file = UPDATE ? Files.newInputStream(source()) : GoldenFormsTest.class.getResourceAsStream(file())) {
        assertThat(file).as(file()).isNotNull();
        return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write() {
      try {
        Files.writeString(source(), ApiJson.mapper().writeValueAsString(value) + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Path source() {
      return Path.of("src/test/resources/dev/sluice/core/api", file());
    }
  }

  @ParameterizedTest
  @EnumSource
  void itIsWrittenAndReadAsItsGoldenFileSays(Form form) throws JsonProcessingException {
    assertThat(ApiJson.mapper().writeValueAsString(form.value)).isEqualTo(form.golden());
    assertThat(ApiJson.mapper().readValue(form.golden(), form.value.getClass())).isEqualTo(form.value);
  }

  @ParameterizedTest
  @EnumSource
  void aNewerWritersFieldsArePassedOver(Form form) throws JsonProcessingException {
    ObjectNode newer = (ObjectNode) ApiJson.mapper().readTree(form.golden());
    newer.putObject("addedLater").put("by", "a newer version");

    assertThat(ApiJson.mapper().treeToValue(newer, form.value.getClass())).isEqualTo(form.value);
  }
}
