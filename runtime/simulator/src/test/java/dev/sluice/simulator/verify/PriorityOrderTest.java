package dev.sluice.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PriorityOrderTest {
  private static final Duration LONG = Duration.ofSeconds(5);

  private final Story story = new Story();
  private final RunId low = story.submit(1, null);
  private final RunId high = story.submit(9, null);

  @Test
  void theBetterOneFirstHolds() {
    story.pass(LONG).lease(high).succeed(high).pass(LONG).lease(low).succeed(low);
    Findings findings = ExactlyOnceCheck.check(story.history());
    assertThat(findings.violations()).isEmpty();
    assertThat(findings.facts()).containsEntry(Invariant.I8, 2L);
  }

  @Test
  void theWorseOneFirstWhileTheBetterWaitsIsAnInversion() {
    story.pass(LONG).lease(low).pass(LONG).lease(high).succeed(high).succeed(low);
    Findings findings = ExactlyOnceCheck.check(story.history());
    assertThat(findings.violations()).singleElement().satisfies(violation -> {
      assertThat(violation.rule()).isEqualTo(Rule.INVERSION);
      assertThat(violation.history()).extracting(RunEvent::runId).containsExactly(high, low);
    });
  }

  @Test
  void whatIsReadyOrStartsWithinTheMarginIsNone() {
    story.lease(low).pass(LONG).lease(high).succeed(high).succeed(low);
    RunId later = story.submit(5, null);
    story.pass(LONG).lease(later).succeed(later);
    assertThat(story.broken()).isEmpty();
  }

  @Test
  void whatWaitsForItsNextAttemptIsNotReady() {
    story.lease(high).retry(high).pass(LONG).lease(low).succeed(low).pass(LONG).lease(high).succeed(high);
    assertThat(story.broken()).isEmpty();
  }

  @Test
  void theShareSetAsideAllowsSoMany() {
    story.pass(LONG).lease(low).pass(LONG).lease(high).succeed(high).succeed(low);
    assertThat(story.broken(new Expectation(false, 0.5))).isEmpty();
    assertThat(story.broken(new Expectation(false, 0.4))).containsExactly(Rule.INVERSION);
    assertThatThrownBy(() -> new Expectation(false, 1.5)).hasMessageContaining("1.5");
  }
}
