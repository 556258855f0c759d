package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verbs for a run that has ended: another try, a fork, and what the two differ in. */
class ForkVerbsTest {
  private final TestCoordinator coordinator = new TestCoordinator();
  private final String url = coordinator.uri().toString();

  @AfterEach
  void stop() {
    coordinator.close();
  }

  private String submit(String input) {
    return Call.of("submit", "hello", input, "--url", url).out().strip();
  }

  @Test
  void retryTellsWhatIsTriedAgainAndTheRunGoesOn() {
    String run = submit("{}");
    coordinator.failOne();
    Call retry = Call.of("run", "retry", run, "--url", url);
    assertThat(retry.out().strip()).isEqualTo(run + "/greet");
    coordinator.work(1);
    assertThat(Call.of("run", "show", run, "--url", url).out()).contains("is SUCCEEDED");
    Call again = Call.of("run", "retry", run, "--url", url);
    assertThat(again.exitCode()).isNotEqualTo(CliExit.DONE);
    assertThat(again.err()).contains("nothing that failed");
  }

  @Test
  void aForkIsANewRunAndTheDiffShowsWhatIsOther() {
    String run = submit("{\"name\":\"Ada\"}");
    coordinator.work(1);
    Call fork = Call.of("run", "fork", run, "--from", "greet", "--input", "{\"name\":\"Bob\"}", "--url", url);
    assertThat(fork.exitCode()).isEqualTo(CliExit.DONE);
    coordinator.failOne();
    String other = fork.out().strip();
    Call diff = Call.of("run", "diff", run, other, "--url", url);
    assertThat(diff.exitCode()).isEqualTo(CliExit.CHECK_FAILED);
    assertThat(diff.out()).contains("input: {\"name\":\"Ada\"} | {\"name\":\"Bob\"}", "status: SUCCEEDED | FAILED", "greet", "SUCCEEDED true");
    Call same = Call.of("run", "diff", run, run, "--url", url);
    assertThat(same.exitCode()).isEqualTo(CliExit.DONE);
  }

  @Test
  void aForkStandsAsItsRunDoesAndShowTellsHow() {
    String run = Call.of("submit", "hello", "{}", "--priority", "7", "--tenant", "blue", "--weight", "2.5", "--url", url).out().strip();
    coordinator.work(1);
    String fork = Call.of("run", "fork", run, "--from", "greet", "--url", url).out().strip();
    assertThat(Call.of("run", "show", fork, "--url", url).out()).contains("fork of " + run, "priority 7", "tenant blue, weight 2.5");
    assertThat(Call.of("run", "show", submit("{}"), "--url", url).out()).doesNotContain("fork of", "priority", "tenant");
  }

  @Test
  void aForkFromAnOpThatIsNotThereNamesTheNearest() {
    String run = submit("{}");
    coordinator.work(1);
    Call fork = Call.of("run", "fork", run, "--from", "gret", "--url", url);
    assertThat(fork.exitCode()).isNotEqualTo(CliExit.DONE);
    assertThat(fork.err()).contains("did you mean \"greet\"?");
  }

  @Test
  void theTreeOfARunWithoutSubJobsIsItself() {
    String run = submit("{}");
    assertThat(Call.of("run", "tree", run, "--url", url).out().strip()).isEqualTo("hello " + run + " PENDING");
  }

  @Test
  void aSignalThatNobodyAwaitsIsRefusedWithTheReason() {
    String run = submit("{}");
    Call signal = Call.of("run", "signal", run, "greet", "true", "--url", url);
    assertThat(signal.exitCode()).isNotEqualTo(CliExit.DONE);
    assertThat(signal.err()).contains("waits for no signal");
  }
}
