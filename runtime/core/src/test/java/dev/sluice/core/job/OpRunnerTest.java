package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.Alarm;
import dev.sluice.core.time.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

@Timeout(30)
class OpRunnerTest {
  record Words(String text) {}

  record Count(int words) {}

  /** Calls the op's code that a test gives it; the op "total" takes the output of "count". */
  private record Counting(OpFunction1<Words, Count> code, Duration timeout) implements JobSource<Words, Count> {
    @Override
    public Job<Words, Count> define(JobBuilder<Words> job) {
      Op<Count> count = job.op("count", Count.class, code).timeout(timeout);
      Op<Count> total = job.op("total", Count.class, count, (counted, context) -> new Count(counted.words() + context.output(count).words()));
      job.op("alone", Count.class, (words, context) -> context.output(total));
      return job.output(total);
    }
  }

  private static final RunId RUN = RunId.parse("01900000-0000-7000-8000-000000000001");
  private static final Alarm NEVER = (after, action) -> () -> {};

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final AttemptSignal signal = new AttemptSignal();

  private OpRunner runner(OpFunction1<Words, Count> code, Alarm alarm) {
    return runner(new Counting(code, Duration.ofMinutes(2)), alarm);
  }

  private OpRunner runner(JobSource<?, ?> source) {
    return runner(source, NEVER);
  }

  private OpRunner runner(JobSource<?, ?> source, Alarm alarm) {
    JobRegistry jobs = JobRegistry.of(List.of(source));
    return new OpRunner(jobs, new Payloads(1_000), new RunPlanner(clock, new Random(1), new Payloads(1_000), 3), clock, alarm);
  }

  private Optional<ExecutionResult> run(OpFunction1<Words, Count> code) {
    return runner(code, NEVER).run(lease("counting", "count", "{\"text\":\"a b\"}", Map.of()), signal);
  }

  private static Lease lease(String job, String op, String input, Map<String, String> outputs) {
    LeaseToken token = new LeaseToken(new IdempotencyKey(RUN, op), 2);
    return new Lease(token, job, "v1", "default", 0, 3, Instant.MAX, input, outputs, Map.of("team", "search"));
  }

  private static ExecutionResult.Failure failure(Optional<ExecutionResult> result) {
    return (ExecutionResult.Failure) result.orElseThrow();
  }

  @Test
  void anOpSeesItsInputAndContextAndItsOutputIsWritten() {
    AtomicReference<@Nullable OpContext> seen = new AtomicReference<>();

    Optional<ExecutionResult> result = run((words, context) -> {
      seen.set(context);
      return new Count(words.text().split(" ").length);
    });

    assertThat(result).contains(new ExecutionResult.Success("{\"words\":2}"));
    OpContext context = seen.get();
    assertThat(context).isNotNull();
    assertThat(context.idempotencyKey()).hasToString(RUN + "/count");
    assertThat(context.attempt()).isEqualTo(2);
    assertThat(context.deadline()).isEqualTo(clock.instant().plus(Duration.ofMinutes(2)));
    assertThat(context.tags()).isEqualTo(Map.of("team", "search"));
    assertThat(context.isCanceled()).isFalse();
  }

  @Test
  void anOpSeesTheCommittedOutputsOfItsUpstreamAndNoOthers() {
    OpRunner runner = runner((words, context) -> new Count(0), NEVER);

    assertThat(runner.run(lease("counting", "total", "{}", Map.of("count", "{\"words\":21}")), signal))
        .contains(new ExecutionResult.Success("{\"words\":42}"));
    assertThat(failure(runner.run(lease("counting", "alone", "{}", Map.of()), signal)).cause().message())
        .isEqualTo("op \"total\" is not upstream of \"alone\", which sees only []");
  }

  @Test
  void theRunsInputIsReadByThoseWhoAskForItOnly() {
    OpRunner runner = runner((words, context) -> new Count(words.text().length()), NEVER);

    assertThat(runner.run(lease("counting", "total", "not JSON", Map.of("count", "{\"words\":21}")), signal))
        .contains(new ExecutionResult.Success("{\"words\":42}"));
    ExecutionResult.Failure failure = failure(runner.run(lease("counting", "count", "not JSON", Map.of()), signal));
    assertThat(failure.cause().type()).isEqualTo(UnusablePayloadException.class.getName());
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void anOpThatTakesOutputsReadsTheRunsInputToo() {
    record Reading(Class<?> type) implements JobSource<Words, Count> {
      @Override
      public Job<Words, Count> define(JobBuilder<Words> job) {
        Op<Count> one = job.op("one", Count.class, (words, context) -> new Count(1));
        return job.output(job.op("read", Count.class, one, (count, context) -> {
          Object input = context.input(type);
          return new Count(((Words) input).text().length());
        }));
      }
    }
    Lease lease = lease("reading", "read", "{\"text\":\"abc\"}", Map.of("one", "{\"words\":1}"));

    assertThat(runner(new Reading(Words.class)).run(lease, signal)).contains(new ExecutionResult.Success("{\"words\":3}"));
    assertThat(failure(runner(new Reading(Count.class)).run(lease, new AttemptSignal())).cause().message())
        .isEqualTo("job \"reading\" takes a " + Words.class.getName() + ", not a " + Count.class.getName());
  }

  @Test
  void aJobIsNamedAfterItsClass() {
    assertThat(new WordCount().name()).isEqualTo("word-count");
    assertThat(new ETLOfADay2().name()).isEqualTo("etl-of-a-day2");
  }

  private static final class WordCount extends Unnamed {}

  private static final class ETLOfADay2 extends Unnamed {}

  private static class Unnamed implements JobSource<Words, Count> {
    @Override
    public Job<Words, Count> define(JobBuilder<Words> job) {
      return job.output(job.op("one", Count.class, (words, context) -> new Count(1)));
    }
  }

  @Test
  void whateverTheOpThrowsIsAFailureWithItsStackTraceAndIsRetried() {
    ExecutionResult.Failure checked = failure(run((words, context) -> {
      throw new IOException("disk");
    }));
    ExecutionResult.Failure error = failure(run((words, context) -> {
      throw new NoClassDefFoundError("gone/Class");
    }));
    ExecutionResult.Failure memory = failure(run((words, context) -> {
      throw new OutOfMemoryError("Java heap space");
    }));

    assertThat(checked.cause().type()).isEqualTo("java.io.IOException");
    assertThat(checked.cause().message()).isEqualTo("disk");
    assertThat(checked.cause().stackTrace()).contains("OpRunnerTest");
    assertThat(List.of(checked.retryable(), error.retryable(), memory.retryable())).containsOnly(true);
    assertThat(memory.cause().type()).isEqualTo("java.lang.OutOfMemoryError");
  }

  @Test
  void anExceptionThatCannotDescribeItselfIsStillAFailure() {
    assertThat(failure(run((words, context) -> {
      throw new IllegalStateException() {
        @Override
        public String getMessage() {
          throw new UnsupportedOperationException("mute");
        }
      };
    })).cause().message()).contains("mute");
    Cause endless = failure(run((words, context) -> {
      throw new Endless();
    })).cause();
    assertThat(endless.type()).isEqualTo(Endless.class.getName());
    assertThat(endless.message()).isEqualTo("no message: java.lang.StackOverflowError");
  }

  /** Describes itself by itself. */
  private static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      return "again " + this;
    }
  }

  @Test
  void anUnusablePayloadIsNotRetriedAndNamed() {
    OpRunner runner = runner((words, context) -> new Count(0), NEVER);
    ExecutionResult.Failure input = failure(runner.run(lease("counting", "count", "[]", Map.of()), signal));
    ExecutionResult.Failure upstream = failure(runner.run(lease("counting", "total", "{}", Map.of("count", "[]")), signal));
    ExecutionResult.Failure output = failure(runner((words, context) -> {
      throw new UnusablePayloadException("too large", null);
    }, NEVER).run(lease("counting", "count", "{}", Map.of()), signal));

    assertThat(List.of(input.retryable(), upstream.retryable(), output.retryable())).containsOnly(false);
    assertThat(input.cause().message()).startsWith("the input of job counting");
    assertThat(upstream.cause().message()).startsWith("the output of op count");
  }

  @Test
  void anUnknownJobOrOpIsRetriedSinceAnotherWorkerMayKnowIt() {
    OpRunner runner = runner((words, context) -> new Count(0), NEVER);

    ExecutionResult.Failure job = failure(runner.run(lease("countin", "count", "{}", Map.of()), signal));
    ExecutionResult.Failure op = failure(runner.run(lease("counting", "cout", "{}", Map.of()), signal));

    assertThat(job.retryable()).isTrue();
    assertThat(job.cause().message()).contains("did you mean \"counting\"?");
    assertThat(op.retryable()).isTrue();
  }

  @Test
  void aTimeoutInterruptsTheOpAndIsARetryableFailure() {
    Alarm atOnce = (after, action) -> {
      assertThat(after).isEqualTo(Duration.ofMinutes(2));
      Thread ring = new Thread(action);
      ring.start();
      return () -> {};
    };

    ExecutionResult.Failure failure = failure(runner((words, context) -> {
      new CountDownLatch(1).await();
      return new Count(0);
    }, atOnce).run(lease("counting", "count", "{}", Map.of()), signal));

    assertThat(failure.cause().type()).isEqualTo("Timeout");
    assertThat(failure.cause().stackTrace()).contains("InterruptedException");
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void anOpThatOutlastsItsTimeoutHasFailedEvenIfItReturns() {
    assertThat(failure(run((words, context) -> {
      signal.stop(StopReason.TIMED_OUT);
      return new Count(1);
    })).cause().type()).isEqualTo("Timeout");
  }

  @Test
  void theTimeoutIsCalledOffWhenTheOpReturns() {
    CountDownLatch calledOff = new CountDownLatch(1);

    runner((words, context) -> new Count(0), (after, action) -> calledOff::countDown)
        .run(lease("counting", "count", "{}", Map.of()), signal);

    assertThat(calledOff.getCount()).isZero();
  }

  @Test
  void aCanceledOpIsInterruptedAndCommitsNoOutput() {
    ExecutionResult interrupted = run((words, context) -> {
      signal.stop(StopReason.CANCELED);
      assertThat(context.isCanceled()).isTrue();
      new CountDownLatch(1).await();
      return new Count(0);
    }).orElseThrow();
    ExecutionResult neverBegun = run((words, context) -> new Count(1)).orElseThrow();

    assertThat(interrupted).isInstanceOf(ExecutionResult.Canceled.class);
    assertThat(neverBegun).isInstanceOf(ExecutionResult.Canceled.class);
  }

  @Test
  void anAttemptWhoseLeaseIsGoneHasNothingToCommitUnlessItGotThrough() {
    signal.stop(StopReason.HANDED_OVER);

    assertThat(run((words, context) -> new Count(1))).isEmpty();

    AttemptSignal late = new AttemptSignal();
    OpRunner runner = runner((words, context) -> {
      late.stop(StopReason.HANDED_OVER);
      return new Count(1);
    }, NEVER);
    assertThat(runner.run(lease("counting", "count", "{}", Map.of()), late)).contains(new ExecutionResult.Success("{\"words\":1}"));
  }

  @Test
  void noInterruptIsLeftOverForTheThread() {
    run((words, context) -> {
      Thread.currentThread().interrupt();
      return new Count(0);
    });

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    signal.stop(StopReason.CANCELED);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void logLinesCarryRunOpAndAttemptOnEveryThreadOfTheOp() {
    Logger logger = (Logger) LoggerFactory.getLogger("job.counting.count");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      run((words, context) -> {
        LoggerFactory.getLogger("job.counting.count").warn("plain");
        Thread other = new Thread(() -> context.logger().warn("other"));
        other.start();
        other.join();
        return new Count(0);
      });
    } finally {
      logger.detachAppender(lines);
    }

    assertThat(lines.list).extracting(ILoggingEvent::getMessage).containsExactly("plain", "other");
    assertThat(lines.list).extracting(ILoggingEvent::getMDCPropertyMap)
        .containsOnly(Map.of("run", RUN.toString(), "op", "count", "attempt", "2"));
    assertThat(MDC.get("run")).isNull();
  }

  @Test
  void theInputMayBeNullButAnUpstreamOutputMayNotBeMissing() {
    OpRunner runner = runner((words, context) -> new Count(words == null ? 7 : 0), NEVER);

    assertThat(runner.run(lease("counting", "count", "null", Map.of()), signal)).contains(new ExecutionResult.Success("{\"words\":7}"));
    assertThat(failure(runner.run(lease("counting", "total", "{}", Map.of()), signal)).cause().message()).contains("lacks the output");
  }
}
