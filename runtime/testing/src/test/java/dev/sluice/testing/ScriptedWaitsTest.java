package dev.sluice.testing;

import static dev.sluice.testing.Attempts.attempt;
import static dev.sluice.testing.Attempts.attempts;
import static dev.sluice.testing.Attempts.everyAttempt;
import static dev.sluice.testing.RunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a script says of ops that are sub-jobs, and of those that wait for a signal. */
class ScriptedWaitsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  record Parcel(String town) {}

  record Approval(boolean granted) {}

  private final List<String> done = new ArrayList<>();

  private final class Shipping implements JobSource<Parcel, String> {
    @Override
    public Job<Parcel, String> define(JobBuilder<Parcel> job) {
      return job.output(job.op("send", String.class, (parcel, context) -> {
        done.add("sent to " + parcel.town());
        return "sent to " + parcel.town();
      }));
    }
  }

  private final class Orders implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<Parcel> pack = job.op("pack", Parcel.class, (town, context) -> new Parcel(town));
      Op<String> ship = job.sub("ship", new Shipping(), pack).timeout(HOUR).retry(new Retry(2, Duration.ofSeconds(1), 1, HOUR, 0));
      return job.output(job.op("thank", String.class, ship, (shipped, context) -> "thanks, " + shipped));
    }
  }

  private final class Fleet implements JobSource<List<String>, String> {
    @Override
    @SuppressWarnings("unchecked")
    public Class<List<String>> inputType() {
      return (Class<List<String>>) (Class<?>) List.class;
    }

    @Override
    public Job<List<String>, String> define(JobBuilder<List<String>> job) {
      Op<List<String>> all = job.mapSub("ship", new Shipping(), towns -> towns.stream().map(Parcel::new).toList());
      return job.output(job.op("thank", String.class, all, (shipped, context) -> String.join(", ", shipped)));
    }
  }

  private static final class Release implements JobSource<String, Boolean> {
    @Override
    public Job<String, Boolean> define(JobBuilder<String> job) {
      Op<Approval> approve = job.await("approve", Approval.class).timeout(HOUR);
      return job.output(job.op("release", Boolean.class, approve, (approval, context) -> approval.granted()));
    }
  }

  @Test
  void anAnswerForASubJobIsWhatThatYieldsAndNoneIsStarted() {
    TestRun<String> run = JobTest.of(new Orders()).answering("ship", "sent to the script").run("Rome");
    assertThat(run).succeeded().yields("thanks, sent to the script").attempts("ship", 1).took(Duration.ZERO);
    assertThat(run.children()).isEmpty();
    assertThat(JobTest.of(new Fleet()).answering("ship[1]", "lost").run(List.of("Rome", "Oslo"))).yields("sent to Rome, lost");
    assertThat(done).containsExactly("sent to Rome");
  }

  @Test
  void anAnswerForASubJobChoosesTheBranchThatItsOutputWould() {
    JobSource<String, String> branching = job -> {
      Op<String> ship = job.sub("ship", new Shipping(), job.op("pack", Parcel.class, (town, context) -> new Parcel(town)));
      job.op("complain", String.class, (town, context) -> "alas").onlyIf(ship, "lost");
      return job.output(job.op("rejoice", String.class, (town, context) -> "hooray").onlyIf(ship, "found"));
    };
    JobSource<String, String> named = new Named<>("branching", branching);
    assertThat(JobTest.of(named).answering("ship", "found").run("Rome")).succeeded().yields("hooray").skipped("complain");
  }

  private record Named<O>(String name, JobSource<String, O> source) implements JobSource<String, O> {
    @Override
    public Class<String> inputType() {
      return String.class;
    }

    @Override
    public Job<String, O> define(JobBuilder<String> job) {
      return source.define(job);
    }
  }

  @Test
  void theTimeoutOfASubJobStrikesInPlaceOfARunOfIt() {
    TestRun<String> run = JobTest.of(new Orders()).timingOut("ship", attempt(1)).run("Rome");
    assertThat(run).succeeded().yields("thanks, sent to Rome").attempts("ship", 2).took(HOUR.plusSeconds(1));
    assertThat(run.children()).hasSize(1);
    assertThat(JobTest.of(new Orders()).timingOut("ship", everyAttempt()).run("Rome"))
        .failed().failedAt("ship", "SubJobDidNotSucceed", "it had PT1H").attempts("ship", 2).took(HOUR.multipliedBy(2).plusSeconds(1));
    assertThatThrownBy(() -> JobTest.of(new Fleet()).timingOut("ship", attempt(1)).run(List.of("Rome"))).hasMessageContaining("no timeout");
  }

  @Test
  void aSubJobTakesWhatTheScriptSaysOnceOrItsOwnTimeIfThatIsLonger() {
    Duration half = Duration.ofMinutes(30);
    assertThat(JobTest.of(new Orders()).taking("ship", half).run("Rome")).succeeded().took(half);
    assertThat(JobTest.of(new Orders()).taking("ship", half).answering("ship", "x").run("Rome")).yields("thanks, x").took(half);
    assertThat(JobTest.of(new Orders()).taking("ship", half).taking("send", Duration.ofMinutes(40)).run("Rome")).took(Duration.ofMinutes(40));
    assertThat(JobTest.of(new Orders()).taking("ship", HOUR.multipliedBy(2)).run("Rome")).failed().op("ship", OpState.FAILED)
        .took(HOUR.multipliedBy(2).plusSeconds(1));
  }

  @Test
  void anAttemptAtASubJobIsARunOfIt() {
    TestRun<String> run = JobTest.of(new Orders()).run("Rome");
    assertThat(run).attempts("ship", 1);
    assertThat(run.order()).containsExactly("pack", "ship", "thank");
    assertThat(run.count(EventType.OP_LEASED)).isEqualTo(4);
    TestRun<String> second = JobTest.of(new Orders()).failing("send", attempts(1, 3), new IOException("van")).failing("ship", attempt(2),
        new IOException("no more")).run("Rome");
    assertThat(second).failed().failedAt("ship", IOException.class, "no more").attempts("ship", 2);
    assertThat(second.children()).singleElement().satisfies(child -> assertThat(child.status()).isEqualTo(RunStatus.FAILED));
  }

  @Test
  void aLostWorkerAndACancelAtASubJobAreAsAtAnyOp() {
    assertThat(JobTest.of(new Orders()).losingTheWorker("ship", attempt(1)).answering("ship", "x").run("Rome"))
        .succeeded().yields("thanks, x").attempts("ship", 2);
    assertThat(JobTest.of(new Orders()).cancelingAt("ship", attempt(1)).answering("ship", "x").run("Rome")).canceled().neverRan("thank");
    assertThat(JobTest.of(new Orders()).failing("ship", attempt(1), new IOException("disk")).answering("ship", "x").run("Rome"))
        .succeeded().attempts("ship", 2).yields("thanks, x");
  }

  @Test
  void anAnswerForAnOpThatWaitsIsItsSignal() {
    assertThat(JobTest.of(new Release()).answering("approve", new Approval(true)).run("1.0")).succeeded().yields(true).took(Duration.ZERO);
  }

  @Test
  void anOpThatWaitsGetsNoSignalWhereItsTimeoutStrikes() {
    assertThat(JobTest.of(new Release()).signal("approve", new Approval(true)).timingOut("approve", attempt(1)).run("1.0"))
        .failed().op("approve", OpState.FAILED).took(HOUR);
  }

  @Test
  void anOpThatHasItsSignalBeforehandCannotTimeOut() {
    JobTest<String, Boolean> both = JobTest.of(new Release()).timingOut("approve", attempt(1)).signalBeforehand("approve", new Approval(true));
    assertThatThrownBy(() -> both.run("1.0")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"approve\" is to time out", "its signal before its run has begun");
  }

  @Test
  void whatAnOpThatWaitsTakesIsWhenItsSignalComes() {
    assertThatThrownBy(() -> JobTest.of(new Release()).taking("approve", HOUR).run("1.0")).hasMessageContaining(".signal(\"approve\", value, after)");
  }

  @Test
  void aSignalThatTheOpCannotReadIsRefusedAsByTheApi() {
    for (JobTest<String, Boolean> wrong : List.of(JobTest.of(new Release()).signal("approve", "yes"),
        JobTest.of(new Release()).signalBeforehand("approve", "yes"), JobTest.of(new Release()).answering("approve", "yes"))) {
      assertThatThrownBy(() -> wrong.run("1.0")).isInstanceOf(UnusablePayloadException.class).hasMessageContaining("the signal of op");
    }
  }
}
