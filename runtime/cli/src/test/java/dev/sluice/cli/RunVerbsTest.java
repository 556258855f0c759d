package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.api.ApiJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunVerbsTest {
  private final TestCoordinator coordinator = new TestCoordinator();
  private final String url = coordinator.uri().toString();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    coordinator.close();
  }

  private String submit() {
    Call call = Call.of("submit", "hello", "--url", url);
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    return call.out().strip();
  }

  @Test
  void submitPrintsTheIdAndNothingElse() {
    assertThat(submit()).matches("[0-9a-f-]{36}");
  }

  @Test
  void anUnknownJobIsToldWithTheKnownOnes() {
    assertThat(Call.of("submit", "nope", "--url", url).err()).contains("job \"nope\" is not known. Known jobs: ").contains("word-count");
  }

  @Test
  void theSameKeyGivesTheSameRun() {
    Call first = Call.of("submit", "hello", "{}", "--key", "monday", "--url", url);
    Call second = Call.of("submit", "hello", "{}", "--key", "monday", "--url", url);
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).contains("monday had started this run before");
  }

  @Test
  void inputIsReadFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("input.json"), "{\"name\":\"Ada\"}");
    Call call = Call.of("submit", "hello", "@" + file, "--url", url);
    assertThat(Call.of("run", "show", call.out().strip(), "--url", url).out()).contains("input {\"name\":\"Ada\"}");
  }

  @Test
  void waitPrintsTheOutput() {
    Call.of("submit", "hello", "--key", "k", "--url", url);
    coordinator.work(1);
    Call call = Call.of("submit", "hello", "--key", "k", "--wait", "--url", url);
    assertThat(call.out().strip()).isEqualTo("true");
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
  }

  @Test
  void waitForAFailedRunTellsTheCauseAndExitsWithOne() {
    Call.of("submit", "hello", "--key", "k", "--url", url);
    coordinator.failOne();
    Call call = Call.of("submit", "hello", "--key", "k", "--wait", "--url", url);
    assertThat(call.exitCode()).isEqualTo(CliExit.CHECK_FAILED);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).contains("greet failed on attempt 1: Disk: full");
  }

  @Test
  void listShowEventsAndCancelTellOfOneRun() throws IOException {
    String run = submit();
    assertThat(Call.of("run", "list", "--url", url).out()).contains(run).contains("PENDING");
    JsonNode list = ApiJson.mapper().readTree(Call.of("run", "list", "--json", "--url", url).out());
    assertThat(list.get(0).get("runId").asText()).isEqualTo(run);
    assertThat(Call.of("run", "show", run, "--url", url).out()).contains("hello " + run + " is PENDING").contains("greet");
    assertThat(Call.of("run", "events", run, "--json", "--url", url).out().lines()).hasSize(1).first().asString().contains("RUN_SUBMITTED");
    assertThat(Call.of("run", "cancel", run, "--url", url).exitCode()).isEqualTo(CliExit.DONE);
    Call again = Call.of("run", "cancel", run, "--url", url);
    assertThat(again.exitCode()).isEqualTo(CliExit.CHECK_FAILED);
    assertThat(again.err()).contains("had ended already");
    assertThat(Call.of("run", "events", run, "--url", url).out()).contains("RUN_CANCELED");
  }

  @Test
  void showTellsHowFarAnOpIs() {
    String run = submit();
    coordinator.tellProgress(3, 8);
    assertThat(Call.of("run", "show", run, "--url", url).out()).contains("PROGRESS").contains("3 of 8 (38 %)");
    String open = submit();
    coordinator.tellProgress(3, 0);
    assertThat(Call.of("run", "show", open, "--url", url).out()).containsPattern("1 of 3 +3 +default");
  }

  @Test
  void jobsAndBacklogAreListed() {
    submit();
    assertThat(Call.of("jobs", "--url", url).out()).contains("word-count").contains("hello");
    assertThat(Call.of("backlog", "--url", url).out()).contains("default  1      0");
    assertThat(Call.of("backlog", "--json", "--url", url).out()).contains("\"ready\":1");
  }

  @Test
  void verifyFetchesAndKeepsTheHistory() {
    submit();
    coordinator.work(1);
    Path file = folder.resolve("history.jsonl");
    Call fetched = Call.of("verify", "--save", file.toString(), "--url", url);
    assertThat(fetched.out().strip()).endsWith(
        "1 accepted runs, 1 op executions, 1 with exactly one committed result, 0 violations");
    assertThat(fetched.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(Call.of("verify", file.toString())).isEqualTo(fetched);
  }

  @Test
  void verifyOfRunsThatAreGoingOnNamesTheOptionForThem() {
    submit();
    Call call = Call.of("verify", "--url", url);
    assertThat(call.exitCode()).isEqualTo(CliExit.CHECK_FAILED);
    assertThat(call.out()).contains("UNFINISHED (I3");
    assertThat(call.err()).contains("nothing is wrong but that runs have not ended").contains("--running");
    Call running = Call.of("verify", "--running", "--url", url);
    assertThat(running.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(running.err()).isEmpty();
  }

  @Test
  void verifyNamesTheFolderThatIsNotThere() {
    Path file = folder.resolve("nope").resolve("history.jsonl");
    Call call = Call.of("verify", "--save", file.toString(), "--url", url);
    assertThat(call.exitCode()).isEqualTo(CliExit.UNAVAILABLE);
    assertThat(call.err().strip()).isEqualTo("sluice: " + file + ": there is no folder " + file.getParent());
  }

  @Test
  void verifyOfABrokenHistoryPrintsTheOffenceAndExitsWithOne() throws IOException {
    submit();
    coordinator.work(1);
    Path file = folder.resolve("history.jsonl");
    Call.of("verify", "--save", file.toString(), "--url", url);
    Files.write(file, Files.readAllLines(file).stream().filter(line -> !line.contains("OP_LEASED")).toList());
    Call call = Call.of("verify", file.toString());
    assertThat(call.exitCode()).isEqualTo(CliExit.CHECK_FAILED);
    assertThat(call.err()).doesNotContain("--running");
    assertThat(call.out()).contains("STALE_COMMIT (I2").contains("OP_SUCCEEDED greet attempt 1 by worker-1");
  }
}
