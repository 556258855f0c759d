package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.command.Program;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandOpTest {
  record Words(String text) {}

  record Count(int words) {}

  /** The op "first" takes the run's input, and "second" what the first yields. */
  private record Commands(Program first, Program second) implements JobSource<Words, Count> {
    @Override
    public Job<Words, Count> define(JobBuilder<Words> job) {
      Op<Count> counted = job.command("first", Count.class, first).timeout(Duration.ofMinutes(2));
      return job.output(job.command("second", Count.class, counted, second));
    }
  }

  /** The task comes back as the result. */
  private record Echo() implements JobSource<Words, Object> {
    @Override
    public Job<Words, Object> define(JobBuilder<Words> job) {
      return job.output(job.command("only", Object.class, "cat").timeout(Duration.ofMinutes(2)));
    }
  }

  private static final RunId RUN = RunId.parse("01900000-0000-7000-8000-000000000001");

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));

  private ExecutionResult run(JobSource<?, ?> source, String op, String input, Map<String, String> outputs) {
    LeaseToken token = new LeaseToken(new IdempotencyKey(RUN, op), 2);
    Lease lease = new Lease(token, source.name(), "v1", "default", 0, 3, Instant.MAX, input, outputs, Map.of("team", "search"));
    Payloads payloads = new Payloads(10_000);
    OpRunner runner = new OpRunner(
        JobRegistry.of(List.of(source)), payloads, new RunPlanner(clock, new Random(1), payloads, 3), clock, (after, action) -> () -> {});
    return runner.run(lease, new AttemptSignal()).orElseThrow();
  }

  private static Program shell(String script) {
    return Program.of("/bin/sh", "-c", script);
  }

  private static final Program COUNTING = shell("cat > /dev/null; echo '{\"words\": 2, \"more\": true}'");

  private ExecutionResult.Failure failure(String script) {
    return (ExecutionResult.Failure) run(new Commands(shell(script), COUNTING), "first", "{\"text\":\"a\"}", Map.of());
  }

  @Test
  void aProgramIsGivenAllThatAnOpSees() {
    assertThat(run(new Echo(), "only", "{\"text\":\"a b\"}", Map.of())).isEqualTo(new ExecutionResult.Success(
        "{\"version\":1,\"runId\":\"" + RUN + "\",\"job\":\"echo\",\"op\":\"only\",\"attempt\":2,\"idempotencyKey\":\"" + RUN + "/only\","
            + "\"deadline\":\"2026-11-21T00:02:00Z\",\"tags\":{\"team\":\"search\"},\"input\":{\"text\":\"a b\"}}"));
  }

  @Test
  void whatItWritesIsReadAsTheOpsTypeAndGoesOnToTheNext() {
    Commands job = new Commands(COUNTING, shell("sed 's/.*\"input\"://; s/}$//'"));

    assertThat(run(job, "first", "{\"text\":\"a b\"}", Map.of())).isEqualTo(new ExecutionResult.Success("{\"words\":2}"));
    assertThat(run(job, "second", "{}", Map.of("first", "{\"words\":7}"))).isEqualTo(new ExecutionResult.Success("{\"words\":7}"));
  }

  @Test
  void anExitCodeFailsTheAttemptAndTheCauseHasWhatItSaid() {
    ExecutionResult.Failure failed = failure("echo before >&2; echo 'disk is full' >&2; exit 2");

    assertThat(failed.retryable()).isTrue();
    assertThat(failed.cause().message()).isEqualTo("/bin/sh ended with exit code 2: disk is full");
    assertThat(failed.cause().stackTrace()).contains("before\ndisk is full");
  }

  @Test
  void aRefusalAProgramThatIsNotThereAndAResultThatIsNoneAreNotTriedAgain() {
    ExecutionResult.Failure refused = failure("echo 'no such customer' >&2; exit 65");
    assertThat(refused.cause().message())
        .isEqualTo("job \"commands\", op \"first\": /bin/sh ended with exit code 65, which refuses the task for good: no such customer");
    ExecutionResult.Failure missing =
        (ExecutionResult.Failure) run(new Commands(Program.of("no-such-program"), COUNTING), "first", "{}", Map.of());
    assertThat(missing.cause().message()).startsWith("job \"commands\", op \"first\": there is no program \"no-such-program\" on this worker");
    ExecutionResult.Failure silent = failure("true");
    assertThat(silent.cause().message()).contains("job \"commands\", op \"first\": /bin/sh wrote nothing");
    ExecutionResult.Failure chatty = failure("echo '{\"words\":1}'; echo done");
    assertThat(chatty.cause().message()).startsWith("job \"commands\", op \"first\": the result of /bin/sh is not a Count");
    ExecutionResult.Failure wrong = failure("echo '{\"words\":\"many\"}'");
    assertThat(wrong.cause().message()).startsWith("job \"commands\", op \"first\": the result of /bin/sh is not a Count");

    assertThat(List.of(refused, missing, silent, chatty, wrong)).extracting(ExecutionResult.Failure::retryable).containsOnly(false);
  }

  @Test
  void aJobsVersionTellsItsCommandsApart() {
    String version = JobBuilder.define(new Commands(COUNTING, COUNTING)).version();

    assertThat(JobBuilder.define(new Commands(COUNTING, COUNTING)).version()).isEqualTo(version);
    assertThat(JobBuilder.define(new Commands(shell("true"), COUNTING)).version()).isNotEqualTo(version);
    assertThat(JobBuilder.define(new Commands(COUNTING.with("MODEL", "b"), COUNTING)).version()).isNotEqualTo(version);
  }

  @Test
  void aCommandWithoutAProgramIsFoundWhenTheJobIsDefined() {
    record Empty() implements JobSource<Words, Count> {
      @Override
      public Job<Words, Count> define(JobBuilder<Words> job) {
        return job.output(job.command("only", Count.class));
      }
    }

    assertThatThrownBy(() -> JobBuilder.define(new Empty())).isInstanceOf(JobDefinitionException.class)
        .hasMessageContaining("empty").hasMessageContaining("op \"only\": a command begins with a program");
  }
}
