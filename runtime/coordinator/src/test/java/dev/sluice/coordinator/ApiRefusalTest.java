package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.api.ApiJson;
import dev.sluice.core.api.Problem;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API refuses: each with a status, a stable code and a sentence that says what to do. */
class ApiRefusalTest {
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String NO_RUN = "00000000-0000-7000-8000-000000000000";

  private final TestStack stack = new TestStack();

  @AfterEach
  void close() {
    stack.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{\"job\":\"duoble\",\"input\":{}}                        | 404 | unknown-job    | did you mean \"double\"?",
    "{\"job\":\"zzz\",\"input\":{}}                           | 404 | unknown-job    | Known jobs: double, elsewhere",
    "{\"job\":\"elsewhere\",\"input\":{}}                     | 422 | unknown-queue  | queue \"gpu\" is not in this stack",
    "{\"job\":\"double\",\"input\":{\"number\":\"many\"}}     | 422 | unusable-input | the input of job double is not a Input",
    "{\"job\":\"double\"}                                     | 400 | unusable-field | input: is missing",
    "{\"input\":{}}                                           | 400 | unusable-field | job: is missing",
    "{\"job\":7,\"input\":{}}                                 | 400 | unusable-field | job: expected text, got a number",
    "{\"job\":\"double\",\"input\":{},\"tag\":{}}             | 400 | unusable-field | did you mean \"tags\"?",
    "{\"job\":\"double\",\"input\":{},\"tags\":[]}     | 400 | unusable-field | tags: expected an object of texts, got a list",
    "{\"job\":\"double\",\"input\":{},\"tags\":{\"a\":1}}     | 400 | unusable-field | tags.a: expected text, got a number",
    "{\"job\":\"double\",\"input\":{},\"tags\":{\" \":\"x\"}}  | 400 | unusable-field | tags: the name of a tag must not be blank",
    "{\"job\":\"double\",\"input\":{},\"idempotencyKey\":\" \"} | 400 | unusable-field | expected 1 to 255 letters",
    "{\"job\":\"double\",\"input\":{},\"idempotencyKey\":\"a\\u0000\"} | 400 | unusable-field | NUL letter",
    "{\"job\":\"double\",\"input\":{},\"priority\":1.5}      | 400 | unusable-field | priority: expected a whole number of 32 bits, got 1.5",
    "{\"job\":\"double\",\"input\":{},\"weight\":2}         | 400 | unusable-field | weight: is the weight of a tenant",
    "{\"job\":\"double\",\"input\":{},\"tenant\":\"a\",\"weight\":0} | 400 | unusable-field | weight of tenant \"a\" must be 0.001 to 1000",
    "[]                                                       | 400 | unusable-field | expected an object with job, input",
    "{\"job\":\"double\",\"input\":{}                         | 400 | malformed-json | line 1, column",
  })
  void anUnusableSubmitIsRefusedAndNothingIsStored(String body, int status, String code, String detail) throws Exception {
    Problem problem = refused(post("/v1/runs", body), status, code);
    assertThat(problem.detail()).contains(detail);
    assertThat(stack.store.eventsAfter(0, 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "/v1/runs?limit=0            | 400 | unusable-parameter | limit: expected a whole number of 1 to 1000",
    "/v1/runs?limit=many         | 400 | unusable-parameter | got \"many\"",
    "/v1/runs?before=yesterday   | 400 | unusable-parameter | before: a run id is a UUID",
    "/v1/runs?job=%00            | 400 | unusable-parameter | job: has a NUL letter",
    "/v1/dead-letters?cause=a%00 | 400 | unusable-parameter | cause: has a NUL letter",
    "/v1/runs?jobs=double        | 400 | unknown-parameter  | did you mean \"job\"?",
    "/v1/runs/" + NO_RUN + "?outputs=no | 400 | unusable-parameter | outputs: expected true or false",
    "/v1/runs/seven              | 400 | unusable-parameter | id: a run id is a UUID",
    "/v1/runs/" + NO_RUN + "     | 404 | unknown-run        | there is no run " + NO_RUN,
    "/v1/runs/" + NO_RUN + "/events | 404 | unknown-run     | there is no run",
    "/v1/runs/" + NO_RUN + "/result | 404 | unknown-run     | there is no run",
    "/v1/runs/" + NO_RUN + "/result?wait=2h | 400 | unusable-parameter | wait: at most 50s",
    "/v1/runs/" + NO_RUN + "/result?wait=PT-5S | 400 | unusable-parameter | wait: expected duration",
    "/v1/dead-letters?olderThan=PT-5S | 400 | unusable-parameter | olderThan: expected duration",
    "/v1/dead-letters?olderThan=9000000000000d | 400 | unusable-parameter | olderThan: expected at most 36500d",
    "/v1/runs/" + NO_RUN + "/result?wait=soon | 400 | unusable-parameter | wait:",
    "/v1/events?after=-1         | 400 | unusable-parameter | after: expected a whole number of 0 or more",
    "/v1/job                     | 404 | unknown-path       | did you mean /v1/jobs?",
  })
  void anUnusableQuestionIsRefused(String path, int status, String code, String detail) throws Exception {
    assertThat(refused(get(path), status, code).detail()).contains(detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-5S", "9000000000000d"})
  void deadLettersOfNoAgeThereCanBeAreNotRedriven(String age) throws Exception {
    String body = "{\"olderThan\":\"" + age + "\"}";
    assertThat(refused(post("/v1/dead-letters:redrive", body), 400, "unusable-field").detail()).contains("olderThan: expected");
    assertThat(refused(post("/v1/dead-letters:drop", body), 400, "unusable-field").detail()).contains("olderThan: expected");
  }

  @Test
  void aForkWithAKeyThatIsNoneIsRefused() throws Exception {
    post("/v1/runs", "{\"job\":\"double\",\"input\":{\"number\":1}}");
    String path = "/v1/runs/" + stack.store.eventsAfter(0, 1).get(0).runId() + ":fork";
    for (String key : List.of(" ", "", "x".repeat(256))) {
      Problem problem = refused(post(path, "{\"from\":\"say\",\"idempotencyKey\":\"" + key + "\"}"), 400, "unusable-field");
      assertThat(problem.detail()).contains("idempotencyKey: expected 1 to 255 letters");
    }
  }

  @Test
  void allErrorsOfABatchAreNamedByPlace() throws Exception {
    String body = "[{\"job\":\"double\",\"input\":{}},{\"jop\":\"double\",\"input\":{}},7]";
    Problem problem = refused(post("/v1/runs:batch", body), 400, "unusable-field");
    assertThat(problem.errors()).extracting("field").containsExactly("[1].jop", "[1].job", "[2]");
    assertThat(refused(post("/v1/runs:batch", "{}"), 400, "unusable-field").detail()).contains("expected a list of runs");
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    String body = "{\"job\":\"double\",\"input\":\"" + "x".repeat(1 << 20) + "\"}";
    refused(post("/v1/runs", body), 413, "request-too-large");
  }

  @Test
  void aNumberWithoutEndIsRefusedBeforeItIsRead() throws Exception {
    String body = "{\"job\":\"double\",\"input\":{\"number\":" + "9".repeat(1_000_000) + "}}";
    assertThat(refused(post("/v1/runs", body), 400, "malformed-json").detail()).contains("Number value length (1000000)", "100000");
  }

  @Test
  void anInputOverThePayloadLimitIsRefusedWithTheSettingThatRaisesIt() throws Exception {
    String body = "{\"job\":\"double\",\"input\":\"" + "x".repeat(64 << 10) + "\"}";
    assertThat(refused(post("/v1/runs", body), 422, "unusable-input").detail()).contains(
        (64 << 10) + 2 + " bytes", "more than the " + (64 << 10), "SLUICE_PAYLOAD_STORE", "SLUICE_PAYLOAD_INLINE_LIMIT");
  }

  @Test
  void cancelingWhatIsNotThereOrNotAskedForProperlyIsRefused() throws Exception {
    refused(post("/v1/runs/" + NO_RUN + ":cancel", ""), 404, "unknown-run");
    assertThat(refused(post("/v1/runs/" + NO_RUN + ":cancel", "{\"raeson\":\"x\"}"), 400, "unusable-field").detail())
        .contains("did you mean \"reason\"?");
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() throws Exception {
    HttpResponse<String> response =
        HTTP.send(HttpRequest.newBuilder(stack.coordinator.uri().resolve("/v1/runs")).DELETE().build(), BodyHandlers.ofString());
    refused(response, 405, "method-not-allowed");
    assertThat(response.headers().firstValue("Allow")).contains("GET, POST");
  }

  @Test
  void statusAndLocationFollowWhetherTheRunIsNew() throws Exception {
    String body = "{\"job\":\"double\",\"input\":{\"number\":1},\"tags\":null,\"idempotencyKey\":\"once\"}";
    HttpResponse<String> first = post("/v1/runs", body);
    HttpResponse<String> second = post("/v1/runs", body);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    String location = first.headers().firstValue("Location").orElseThrow();
    assertThat(second.headers().firstValue("Location")).contains(location);
    assertThat(get(location).statusCode()).isEqualTo(200);
    assertThat(get(location + "/result").statusCode()).isEqualTo(202);
    stack.workUntilNothingIsReady();
    assertThat(get(location + "/result").statusCode()).isEqualTo(200);
  }

  @Test
  void aDatabaseThatIsAwayIsShownAndCallsForNoRestart() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    stack.databaseAnswers.set(false);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").body()).contains("\"database\":\"does not answer\"", "\"dispatcher\":\"turns\"");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(stack.coordinator.uri().resolve(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(stack.coordinator.uri().resolve(path)).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private static Problem refused(HttpResponse<String> response, int status, String code) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    Problem problem = ApiJson.mapper().readValue(response.body(), Problem.class);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.status()).isEqualTo(status);
    return problem;
  }
}
