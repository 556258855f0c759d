package dev.sluice.testing;

import static dev.sluice.testing.Attempts.attempt;
import static dev.sluice.testing.Attempts.everyAttempt;
import static dev.sluice.testing.RunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Maps, sub-jobs, sleeps and signals in the test kit. */
class FlowTest {
  record Numbers(List<Integer> numbers) {}

  private static final class Sum implements JobSource<Numbers, Integer> {
    @Override
    public Job<Numbers, Integer> define(JobBuilder<Numbers> job) {
      Op<List<Integer>> squares =
          job.map("square", Integer.class, Integer.class, Numbers::numbers, (number, context) -> number * number).retry(Retry.exponential(3));
      return job.output(job.op("sum", Integer.class, squares, (all, context) -> all.stream().mapToInt(Integer::intValue).sum()));
    }
  }

  private record Logging(Set<String> loggers) implements JobSource<Numbers, Integer> {
    @Override
    public Job<Numbers, Integer> define(JobBuilder<Numbers> job) {
      Op<List<Integer>> squares = job.map("square", Integer.class, Integer.class, Numbers::numbers, (number, context) -> {
        loggers.add(context.logger().getName());
        return number;
      });
      return job.output(job.op("size", Integer.class, squares, (all, context) -> all.size()));
    }
  }

  private static final class Release implements JobSource<Numbers, String> {
    @Override
    public Job<Numbers, String> define(JobBuilder<Numbers> job) {
      Op<Integer> sum = job.sub("total", new Sum());
      Op<Integer> rested = job.sleep("rest", Duration.ofHours(6), sum);
      Op<String> approval = job.await("approve", String.class).timeout(Duration.ofDays(2));
      return job.output(job.op("release", String.class, rested, approval, (total, who, context) -> total + " approved by " + who));
    }
  }

  private static Numbers to(int count) {
    return new Numbers(IntStream.rangeClosed(1, count).boxed().toList());
  }

  @Test
  void aLineAboutAMapIsAboutItsElements() {
    TestRun<Integer> run = JobTest.of(new Sum()).failing("square", attempt(1), new IOException("disk")).run(to(3));
    assertThat(run).succeeded().yields(14).attempts("square", 1).attempts("square[2]", 2).took(Duration.ofSeconds(1));
  }

  @Test
  void aLineAboutOneElementIsAboutThatOne() {
    TestRun<Integer> run = JobTest.of(new Sum()).failing("square[1]", attempt(1), new IOException("disk")).run(to(3));
    assertThat(run).succeeded().attempts("square[0]", 1).attempts("square[1]", 2);
  }

  /** Loggers are kept for ever, and a hundred thousand beside each other are searched one by one. */
  @Test
  void theElementsOfAMapShareALogger() {
    Set<String> loggers = ConcurrentHashMap.newKeySet();
    assertThat(JobTest.of(new Logging(loggers)).run(to(3))).succeeded();
    assertThat(loggers).containsExactly("job.logging.square");
  }

  @Test
  void troubleAtAnElementThatTheMapDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> JobTest.of(new Sum()).failing("square[3]", attempt(1), new IOException("disk")).run(to(3)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("square[3]").hasMessageContaining("the first is [0]");
    assertThat(JobTest.of(new Sum()).answering("square[3]", 1).run(to(3))).succeeded();
    assertThat(JobTest.of(new Release()).failing("total", everyAttempt(), new IOException("disk")).failing("square[3]", attempt(1),
        new IOException("disk")).signal("approve", "Ada").run(to(3))).failed().op("total", OpState.FAILED);
  }

  @Test
  void aMapOfThousandsIsRun() {
    assertThat(JobTest.of(new Sum()).run(new Numbers(IntStream.range(0, 3_000).map(any -> 1).boxed().toList()))).succeeded().yields(3_000);
  }

  @Test
  void aSubJobIsARunOfItsOwnThatTheScriptReachesToo() {
    TestRun<String> run = JobTest.of(new Release()).failing("square[0]", attempt(1), new IOException("disk"))
        .signal("approve", "Ada").run(to(3));
    assertThat(run).succeeded().yields("14 approved by Ada").took(Duration.ofHours(6).plusSeconds(1));
    assertThat(run.children()).singleElement().satisfies(child -> {
      assertThat(child.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(child.output()).isEqualTo(14);
      assertThat(child.op("square[0]").attempts()).isEqualTo(2);
    });
  }

  @Test
  void aSubJobThatFailsIsToldInItsParent() {
    TestRun<String> run = JobTest.of(new Release()).failing("square", everyAttempt(), new IOException("disk")).signal("approve", "Ada").run(to(1));
    assertThat(run).failed().op("total", OpState.FAILED).skipped("rest", "release");
    assertThat(run.children().get(0).status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void aSignalComesAsLateAsTheScriptSays() {
    assertThat(JobTest.of(new Release()).signal("approve", "Bob", Duration.ofDays(1)).run(to(1))).succeeded().took(Duration.ofDays(1));
    assertThat(JobTest.of(new Release()).signal("approve", "Bob", Duration.ofDays(3)).run(to(1))).failed().op("approve", OpState.FAILED)
        .took(Duration.ofDays(2));
  }

  @Test
  void aRunThatWaitsForASignalThatNobodyGivesIsOpenAndSaysSo() {
    JobSource<String, String> asked = new Asked();
    TestRun<String> run = JobTest.of(asked).run("?");
    assertThat(run).isOpen().op("answer", OpState.PENDING);
    assertThatThrownBy(() -> assertThat(run).succeeded()).hasMessageContaining("answer").hasMessageContaining("waits for a signal, which .signal(\"answer\"");
    assertThatThrownBy(() -> JobTest.of(new Sum()).signal("sum", 1).run(to(1))).hasMessageContaining("waits for none");
  }

  @Test
  void aSubJobThatTakesTooLongIsCalledOffAtItsTimeoutWhateverRunsInIt() {
    JobSource<Numbers, Integer> bounded = new Bounded();
    TestRun<Integer> run = JobTest.of(bounded).taking("square", Duration.ofHours(2)).run(to(1));
    assertThat(run).failed().op("total", OpState.FAILED).took(Duration.ofHours(1));
    assertThat(run.children().get(0).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(JobTest.of(bounded).taking("square", Duration.ofMinutes(59)).run(to(1))).succeeded().took(Duration.ofMinutes(59));
  }

  private static final class Bounded implements JobSource<Numbers, Integer> {
    @Override
    public Job<Numbers, Integer> define(JobBuilder<Numbers> job) {
      return job.output(job.sub("total", new Sum()).timeout(Duration.ofHours(1)));
    }
  }

  private static final class Asked implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.await("answer", String.class));
    }
  }
}
