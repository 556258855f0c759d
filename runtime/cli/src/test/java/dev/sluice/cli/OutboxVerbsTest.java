package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.api.ApiJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxVerbsTest {
  private final TestCoordinator coordinator = new TestCoordinator();
  private final String url = coordinator.uri().toString();

  @AfterEach
  void stop() {
    coordinator.close();
  }

  /** Submits a run whose op leaves two messages, and returns the key of its op execution. */
  private String written() throws Exception {
    String run = Call.of("submit", "hello", "--url", url).out().strip();
    coordinator.leaveMessages();
    return run + "/greet";
  }

  private Call outbox(String verb, String... arguments) {
    List<String> all = new ArrayList<>(List.of("outbox", verb, "--url", url));
    all.addAll(List.of(arguments));
    return Call.of(all.toArray(String[]::new));
  }

  @Test
  void whatWaitsIsListedWithWhatItsSinkSaid() throws Exception {
    String op = written();
    assertThat(outbox("list").out()).contains(op + "#1").contains("mailbox full").contains(op + "#2");
    assertThat(outbox("list", "--refused").out()).contains(op + "#1").doesNotContain(op + "#2");
    assertThat(outbox("list", "--topic", "fax").out()).doesNotContain(op);
    JsonNode list = ApiJson.mapper().readTree(outbox("list", "--json").out());
    assertThat(list.get(0).get("payload").asInt()).isEqualTo(1);
    assertThat(list.get(0).get("failures").asInt()).isEqualTo(1);
    assertThat(outbox("list", "--limit", "0").exitCode()).isEqualTo(CliExit.USAGE);
  }

  @Test
  void aDropIsPreviewedAndDoneOnceAndTheHistoryHolds() throws Exception {
    String op = written();
    Call preview = outbox("drop", "--topic", "mail", "--refused", "--dry-run");
    assertThat(preview.out().strip()).isEqualTo(op + "#1");
    assertThat(preview.err()).contains("would be dropped: 1");
    Call drop = outbox("drop", op + "#1");
    assertThat(drop.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(drop.out().strip()).isEqualTo(op + "#1");
    assertThat(outbox("drop", op + "#1").err()).contains("dropped: 0");
    assertThat(outbox("list").out()).doesNotContain(op + "#1").contains(op + "#2");
    coordinator.work(5);
    assertThat(Call.of("verify", "--url", url).exitCode()).isEqualTo(CliExit.DONE);
    assertThat(Call.of("run", "events", op.substring(0, op.indexOf('/')), "--url", url).out()).contains("OUTBOX_DROPPED");
  }

  @Test
  void whatSaysNothingOrNonsenseIsRefused() throws Exception {
    written();
    Call nothing = outbox("drop");
    assertThat(nothing.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(nothing.err()).contains("name messages, or a topic");
    assertThat(outbox("drop", "mail").err()).contains("runId/opKey#number");
    assertThat(Call.of("outbox").exitCode()).isEqualTo(CliExit.USAGE);
  }

  @Test
  void topicsAreMeasured() throws Exception {
    assertThat(outbox("topics").out()).startsWith("TOPIC").contains("FAILING");
    assertThat(ApiJson.mapper().readTree(outbox("topics", "--json").out())).isEmpty();
  }
}
