package dev.sluice.testing;

import static dev.sluice.testing.Attempts.attempt;
import static dev.sluice.testing.Attempts.attempts;
import static dev.sluice.testing.Attempts.everyAttempt;
import static dev.sluice.testing.RunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobDefinitionException;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTestTest {
  private static final Shop.Order ORDER = new Shop.Order("Ada", 7);

  private final Shop shop = new Shop();
  private final JobTest<Shop.Order, String> test = JobTest.of(shop).clockAt("2026-11-21T00:00:00Z");

  @Test
  void aRunThatNothingHappensToTakesNoTime() {
    assertThat(test.run(ORDER)).succeeded().yields("Ada paid 7, packed, shipped").took(Duration.ZERO).ranInOrder("charge", "label", "ship");
  }

  @Test
  void anInputThatIsTooLargeForARowIsTaken() {
    String name = "x".repeat(300_000);
    assertThat(test.run(new Shop.Order(name, 7))).succeeded().yields(name + " paid 7, packed, shipped");
  }

  @Test
  void aFailedAttemptIsTriedAgainAfterItsPauseByTheVirtualClock() {
    TestRun<String> run = test.failing("charge", attempts(1, 2), new IOException("disk")).run(ORDER);
    assertThat(run).succeeded().attempts("charge", 3).attempts("ship", 1).took(Duration.ofSeconds(3));
    assertThat(shop.done).contains("charge#3").doesNotContain("charge#1", "charge#2");
    assertThat(run.run().submittedAt()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
    assertThat(test.clock().instant()).isEqualTo(Instant.parse("2026-11-21T00:00:03Z"));
  }

  @Test
  void whatFailsForGoodSkipsWhatFollows() {
    TestRun<String> run = test.failing("charge", everyAttempt(), new IOException("card refused")).run(ORDER);
    assertThat(run).failed().attempts("charge", 3).failedAt("charge", IOException.class, "refused").skipped("pack", "label", "ship")
        .neverRan("pack", "ship");
    assertThatThrownBy(run::output).hasMessageContaining("no output").hasMessageContaining("card refused");
  }

  @Test
  void anExceptionThatTheRetryIsNotForEndsTheOpAtOnce() {
    assertThat(test.failing("charge", attempt(1), new SecurityException("no")).run(ORDER)).failed().attempts("charge", 1).took(Duration.ZERO);
  }

  @Test
  void anAnswerStandsInForTheCode() {
    TestRun<String> run = test.answering("charge", new Shop.Receipt("paid by the script")).run(ORDER);
    assertThat(run).succeeded().yields("paid by the script, packed, shipped");
    assertThat(shop.done).noneMatch(done -> done.startsWith("charge"));
  }

  @Test
  void anAnswerOfAnotherTypeIsAFailureDownstream() {
    assertThat(test.answering("charge", List.of(1, 2)).run(ORDER)).failed().op("charge", OpState.SUCCEEDED);
  }

  @Test
  void opsSideBySideTakeTheirTimeTogether() {
    TestRun<String> run = test.taking("charge", Duration.ofSeconds(10)).taking("pack", Duration.ofMinutes(2))
        .taking("label", Duration.ofMinutes(3)).run(ORDER);
    assertThat(run).succeeded().took(Duration.ofSeconds(190)).attempts("label", 1);
  }

  @Test
  void whatTakesLongerThanItsTimeoutIsStruckThen() {
    assertThat(test.taking("pack", Duration.ofMinutes(6)).run(ORDER)).failed().failedAt("pack", OpRunner.TIMEOUT, "PT5M")
        .took(Duration.ofMinutes(5));
  }

  @Test
  void aTimeoutInterruptsTheCode() {
    TestRun<String> run = test.timingOut("wait", everyAttempt()).run(new Shop.Order("forever", 1));
    assertThat(run).failed().failedAt("wait", OpRunner.TIMEOUT, "PT1H").attempts("wait", 3)
        .took(Duration.ofHours(3).plusSeconds(3));
  }

  @Test
  void aDeadWorkersOpGoesOnFromItsCheckpointOnceItsLeaseHasRunOut() {
    TestRun<String> run = test.losingTheWorker("label", attempt(1)).run(ORDER);
    assertThat(run).succeeded().attempts("label", 2).took(Duration.ofSeconds(15));
    assertThat(shop.done).contains("label from 0", "label from 10");
    assertThat(run.count(EventType.OP_LEASE_LOST)).isEqualTo(1);
  }

  @Test
  void aCanceledRunTellsTheCodeAndStartsNothingMore() {
    TestRun<String> run = test.taking("label", Duration.ofHours(1)).cancelingAt("pack", attempt(1)).run(ORDER);
    assertThat(run).canceled().neverRan("ship").op("pack", OpState.CANCELED).took(Duration.ZERO);
    assertThat(shop.done).contains("pack, called off");
  }

  @Test
  void jitterIsOffUnlessSeededAndTheSameForASeed() {
    Duration first = JobTest.of(new Shop()).seed(5).failing("charge", attempt(1), new IOException()).run(ORDER).duration();
    Duration again = JobTest.of(new Shop()).seed(5).failing("charge", attempt(1), new IOException()).run(ORDER).duration();
    assertThat(first).isEqualTo(again).isNotEqualTo(Duration.ofSeconds(1)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
  }

  @Test
  void theSameTestDoesTheSameEachTime() {
    assertThat(JobTest.of(new Shop()).failing("label", attempt(1), new IOException()).run(ORDER).events())
        .isEqualTo(JobTest.of(new Shop()).failing("label", attempt(1), new IOException()).run(ORDER).events());
  }

  @Test
  void anIdempotencyKeyGivesTheFirstRunAgain() {
    TestRun<String> first = test.tag("tenant", "blue").idempotencyKey("nightly").run(ORDER);
    TestRun<String> second = test.run(new Shop.Order("Bob", 8));
    assertThat(second.run().id()).isEqualTo(first.run().id());
    assertThat(second).yields("Ada paid 7, packed, shipped");
    assertThat(first.run().tags()).containsEntry("tenant", "blue");
    assertThat(shop.done.stream().filter(done -> done.startsWith("charge"))).hasSize(1);
  }

  @Test
  void aScriptAboutAnOpThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> test.failing("carge", attempt(1), new IOException()).run(ORDER))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("carge").hasMessageContaining("charge, label, pack, ship");
    assertThatThrownBy(() -> JobTest.of(shop).timingOut("ship", attempt(1)).run(ORDER)).hasMessageContaining("no timeout");
    assertThatThrownBy(() -> attempts(0, 1)).hasMessageContaining("from 1");
    assertThatThrownBy(() -> test.failing("pack", attempt(1), new Throwable())).hasMessageContaining("Throwable");
  }

  @Test
  void troubleThatNeverCameIsRefused() {
    assertThatThrownBy(() -> JobTest.of(shop).failing("pack", attempt(9), new IOException()).run(ORDER))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("attempt 9 at op \"pack\"").hasMessageContaining("no more than 1")
        .hasMessageContaining("SUCCEEDED");
    assertThatThrownBy(() -> JobTest.of(shop).failing("charge", attempts(1, 3), new IOException()).losingTheWorker("charge", attempt(4)).run(ORDER))
        .hasMessageContaining("no more than 3");
    assertThatThrownBy(() -> JobTest.of(shop).timingOut("wait", attempt(2)).run(ORDER)).hasMessageContaining("attempt 2");
  }

  @Test
  void troubleThatATestIsSafeFromMayStand() {
    AssertionError never = new AssertionError("must not run");
    assertThat(JobTest.of(shop).failing("charge", everyAttempt(), new IOException()).failing("ship", attempt(1), never).run(ORDER)).neverRan("ship");
    assertThat(JobTest.of(shop).cancelingAt("charge", attempt(1)).failing("charge", attempt(2), never).run(ORDER)).canceled();
    assertThat(JobTest.of(shop).failing("charge", attempts(1, 9), new SecurityException()).run(ORDER)).failed().attempts("charge", 1);
    test.idempotencyKey("nightly").run(ORDER);
    assertThat(test.failing("charge", attempt(1), never).run(ORDER)).succeeded();
  }

  @Test
  void whatIsWrongWithAJobIsToldOfItsOwnClass() {
    assertThatThrownBy(() -> JobTest.of(new Broken(true)).run("x")).isInstanceOf(JobDefinitionException.class)
        .hasMessageContaining(Broken.class.getName() + ".define returns null").hasMessageNotContaining("Scripted");
    assertThatThrownBy(() -> JobTest.of(new Broken(false)).run("x")).isInstanceOf(JobDefinitionException.class)
        .hasMessageContaining(Broken.class.getName() + " cannot define it").hasMessageContaining("no rates").hasMessageNotContaining("Scripted");
    assertThatThrownBy(() -> JobTest.<String, String>of(null)).hasMessageContaining("the source of the job to be tested is null");
  }

  private record Broken(boolean yieldsNothing) implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      if (yieldsNothing) {
        return null;
      }
      throw new IllegalStateException("no rates");
    }
  }

  @Test
  void whatTheWorldIsMadeOfIsSaidBeforeTheFirstRun() {
    test.run(ORDER);
    assertThatThrownBy(() -> test.clockAt("2027-01-01T00:00:00Z")).hasMessageContaining("before the first run");
  }
}
