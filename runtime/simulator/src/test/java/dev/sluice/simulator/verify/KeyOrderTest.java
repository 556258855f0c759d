package dev.sluice.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  private final Story story = new Story();
  private final RunId first = story.submit(0, "account-7");
  private final RunId second = story.submit(0, "account-7");
  private final RunId other = story.submit(0, "account-8");

  @Test
  void oneAfterTheOtherInSubmissionOrderHolds() {
    story.lease(first).lease(other).retry(first).lease(first).succeed(first).lease(second).succeed(second).succeed(other);
    Findings findings = ExactlyOnceCheck.check(story.history());
    assertThat(findings.violations()).isEmpty();
    assertThat(findings.facts()).containsEntry(Invariant.I7, 1L);
  }

  @Test
  void twoOfAKeyAtOnceAreAnOverlap() {
    story.lease(first).lease(second).succeed(first).succeed(second).lease(other).succeed(other);
    Findings findings = ExactlyOnceCheck.check(story.history());
    assertThat(findings.violations()).singleElement().satisfies(violation -> {
      assertThat(violation.rule()).isEqualTo(Rule.OVERLAP);
      assertThat(violation.history()).extracting(RunEvent::type).containsExactly(EventType.OP_LEASED, EventType.OP_LEASED);
    });
  }

  @Test
  void theLaterOneFirstIsOutOfOrder() {
    story.lease(second).succeed(second).lease(first).succeed(first).lease(other).succeed(other);
    assertThat(story.broken()).containsExactly(Rule.OUT_OF_ORDER);
  }

  @Test
  void theLaterOneBetweenTwoAttemptsOfTheEarlierIsOutOfOrder() {
    story.lease(first).retry(first).lease(second).succeed(second).lease(first).succeed(first).lease(other).succeed(other);
    assertThat(story.broken()).containsExactly(Rule.OUT_OF_ORDER);
  }

  @Test
  void oneThatIsRedrivenMayRunAfterTheOthersAndTwice() {
    story.lease(first).fail(first).lease(second).redrive(first).retry(second).lease(second).succeed(second)
        .lease(first).fail(first).redrive(first).lease(first).succeed(first).lease(other).succeed(other);
    assertThat(story.broken()).isEmpty();
  }

  @Test
  void oneThatIsRedrivenBesideOneThatRunsIsAnOverlap() {
    story.lease(first).fail(first).lease(second).redrive(first).lease(first).succeed(second).succeed(first).lease(other).succeed(other);
    assertThat(story.broken()).containsExactly(Rule.OVERLAP);
  }

  @Test
  void oneThatIsRedrivenBetweenTwoAttemptsOfAnotherIsOutOfOrder() {
    story.lease(first).fail(first).lease(second).retry(second).redrive(first).lease(first).succeed(first).lease(second).succeed(second)
        .lease(other).succeed(other);
    assertThat(story.broken()).containsExactly(Rule.OUT_OF_ORDER);
  }

  @Test
  void onesThatBeginAfterAnEarlierOneWasRedrivenAreOutOfOrder() {
    story.lease(first).fail(first).redrive(first).lease(second).succeed(second).lease(first).succeed(first).lease(other).succeed(other);
    assertThat(story.broken()).containsExactly(Rule.OUT_OF_ORDER);
  }
}
