package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.core.api.OpView;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.PayloadDigest;
import dev.sluice.core.run.RunId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the API makes of payloads that the database does not keep: more than 64 KiB, and up to 256. */
class LargePayloadsTest {
  private static final String LARGE = "x".repeat(200 << 10);
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final TestStack stack = new TestStack(true);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    stack.close();
  }

  private RunId submitLarge() {
    return stack.client.submit(SubmitRequest.of("double", Map.of("number", 21, "unread", LARGE))).runId();
  }

  private String keep(String json) {
    return stack.payloads.put(json.getBytes(StandardCharsets.UTF_8)).reference();
  }

  /** Runs both ops; the outputs of both are references. */
  private RunId runWithLargeOutputs() {
    RunId runId = submitLarge();
    TestStack.succeed(stack.store, TestStack.claim(stack.store).get(0), keep("\"a" + LARGE + "\""));
    TestStack.succeed(stack.store, TestStack.claim(stack.store).get(0), keep("\"b" + LARGE + "\""));
    return runId;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(stack.coordinator.uri() + path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theRowOfALargeInputHasAReferenceAndTheApiShowsTheInput() {
    RunId runId = submitLarge();
    Lease lease = TestStack.claim(stack.store).get(0);
    assertThat(PayloadAddress.isReference(lease.runInput())).isTrue();
    assertThat(Objects.requireNonNull(stack.client.run(runId).run().input()).get("unread")).isEqualTo(new TextNode(LARGE));
  }

  @Test
  void theResultIsTheOutputItself() {
    RunId runId = runWithLargeOutputs();
    RunResult result = stack.client.result(runId, WAIT);
    assertThat(result.output()).isEqualTo(new TextNode("b" + LARGE));
  }

  @Test
  void anOpOfARunIsShownByReferenceAndItsOutputHasAPathOfItsOwn() throws Exception {
    RunId runId = runWithLargeOutputs();
    RunDetail detail = stack.client.run(runId);
    assertThat(detail.run().output()).isEqualTo(new TextNode("b" + LARGE));
    assertThat(detail.ops()).extracting(OpView::output).containsOnlyNulls();
    OpView twice = detail.ops().get(0);
    assertThat(twice.outputReference()).startsWith("@2026-11-21/");
    assertThat(twice.outputDigest()).isEqualTo(PayloadDigest.of(String.valueOf(twice.outputReference())));
    assertThat(get("/v1/runs/" + runId + "/ops/twice/output").body()).isEqualTo("\"a" + LARGE + "\"");
    HttpResponse<String> unknown = get("/v1/runs/" + runId + "/ops/thrice/output");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("unknown-output", "thrice");
    assertThat(get("/v1/runs/" + runId + "/ops/no%20key/output").statusCode()).isEqualTo(404);
  }

  @Test
  void aDeadLetterIsShownWithWhatItWasGiven() {
    RunId runId = submitLarge();
    TestStack.succeed(stack.store, TestStack.claim(stack.store).get(0), keep("\"a" + LARGE + "\""));
    Lease last = TestStack.claim(stack.store).get(0);
    TestStack.fail(stack.store, last, java.util.Optional.empty());
    assertThat(stack.client.deadLetter(last.key()).upstream()).isEqualTo(Map.of("twice", new TextNode("a" + LARGE)));
    assertThat(stack.client.run(runId).run().status()).isNotNull();
  }

  @Test
  void whatIsPastTheHardLimitIsRefusedWithSizeLimitAndSetting() {
    assertThatThrownBy(() -> stack.client.submit(SubmitRequest.of("double", Map.of("number", 1, "unread", "x".repeat(256 << 10)))))
        .isInstanceOfSatisfying(ApiException.class, refused -> assertThat(refused.problem().status()).isEqualTo(422))
        .hasMessageContainingAll("262", "more than the 262144", "SLUICE_MAX_PAYLOAD_SIZE");
    assertThat(stack.payloads.putBefore(LocalDate.MAX, null, 10)).isEmpty();
  }

  @Test
  void aLostPayloadIsNamedAndNotShownAsSomethingElse() throws Exception {
    RunId runId = runWithLargeOutputs();
    stack.payloads.delete(List.of(PayloadAddress.ofReference(
        String.valueOf(stack.store.find(runId).orElseThrow().output()))));
    HttpResponse<String> answer = get("/v1/runs/" + runId + "/result");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("payload-lost", "the output of run " + runId, "nothing is at its address");
  }
}
