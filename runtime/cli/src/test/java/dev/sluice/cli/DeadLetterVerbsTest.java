package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.api.ApiJson;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterVerbsTest {
  private final TestCoordinator coordinator = new TestCoordinator();
  private final String url = coordinator.uri().toString();

  @AfterEach
  void stop() {
    coordinator.close();
  }

  /** Submits a run that fails, and returns the key of its op execution. */
  private String failed() {
    String run = Call.of("submit", "hello", "--url", url).out().strip();
    coordinator.failOne();
    return run + "/greet";
  }

  private Call letters(String verb, String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "dead-letters";
    all[1] = verb;
    all[2] = "--url";
    all[3] = url;
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return Call.of(all);
  }

  @Test
  void whatFailedIsListedAndShown() throws IOException {
    String key = failed();
    assertThat(letters("list").out()).contains(key).contains("Disk: full").contains("hello");
    assertThat(letters("list", "--cause", "Other").out()).doesNotContain(key);
    JsonNode list = ApiJson.mapper().readTree(letters("list", "--json").out());
    assertThat(list.get(0).get("cause").asText()).isEqualTo("Disk");
    assertThat(letters("show", key).out())
        .contains("hello " + key + " failed for good on attempt 1").contains("input {").contains("attempt 1 by worker-1").contains("Disk: full");
    assertThat(ApiJson.mapper().readTree(letters("show", key, "--json").out()).get("attempts")).hasSize(1);
  }

  @Test
  void aRedriveIsPreviewedAndDoneOnce() {
    String key = failed();
    Call preview = letters("redrive", "--job", "hello", "--dry-run");
    assertThat(preview.out().strip()).isEqualTo(key);
    assertThat(preview.err()).contains("would be redriven: 1");
    assertThat(coordinator.work(5)).isZero();
    Call first = letters("redrive", "--job", "hello", "--rate", "10");
    assertThat(first.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(first.out().strip()).isEqualTo(key);
    Call second = letters("redrive", key);
    assertThat(second.out()).isEmpty();
    assertThat(second.err()).contains("redriven: 0");
    assertThat(coordinator.work(5)).isEqualTo(1);
    assertThat(Call.of("verify", "--url", url).exitCode()).isEqualTo(CliExit.DONE);
  }

  @Test
  void aDropLeavesItFailed() {
    String key = failed();
    assertThat(letters("drop", key).err()).contains("dropped: 1");
    assertThat(letters("list").out()).doesNotContain(key);
    assertThat(letters("redrive", "--all").err()).contains("redriven: 0");
    assertThat(Call.of("verify", "--url", url).exitCode()).isEqualTo(CliExit.DONE);
  }

  @Test
  void whatSaysNothingOrNonsenseIsRefused() {
    Call nothing = letters("redrive");
    assertThat(nothing.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(nothing.err()).contains("say which ones");
    assertThat(letters("drop").exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(letters("show", "seven").exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(letters("list", "--limit", "0").err()).contains("limit must be 1 to 10000");
    assertThat(letters("redrive", "--older-than", "soon").exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(Call.of("dead-letters").err()).contains("name a command");
    assertThat(letters("show", "00000000-0000-7000-8000-000000000000/op").err()).contains("is not in quarantine");
  }
}
