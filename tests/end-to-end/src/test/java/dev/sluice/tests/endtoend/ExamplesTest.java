package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.OpView;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.RunTree;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The examples on the local cloud, all at once, against the table that holds them in memory. */
class ExamplesTest {
  private static final Path TABLE = Checkout.ROOT.resolve("runtime/examples/src/test/resources/dev/sluice/examples");
  private static final Duration WAIT = Duration.ofSeconds(120);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A run of an example, as the table has it. */
  private record Scene(String job, JsonNode row) {
    SubmitRequest request() {
      Map<String, String> tags = new HashMap<>();
      row.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
      return SubmitRequest.of(job, row.get("input")).withTags(tags);
    }
  }

  @Test
  void theyDoWhatTheTableSaysAndTheirHistoryHolds() throws Exception {
    HttpServer server = server();
    try (Cloud cloud = Cloud.start(Map.of("sluice:scalingInterval", "1h", "sluice:schedulesEnabled", "false"), Checkout.IMAGES)) {
      List<Scene> scenes = scenes("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      assertThat(scenes.stream().map(Scene::job).distinct()).hasSizeGreaterThanOrEqualTo(40);
      List<RunId> runs = cloud.coordinator.submitAll(scenes.stream().map(Scene::request).toList()).stream().map(AcceptedRun::runId).toList();
      for (int i = 0; i < runs.size(); i++) {
        signal(cloud, runs.get(i), scenes.get(i).row());
      }
      SoftAssertions softly = new SoftAssertions();
      for (int i = 0; i < runs.size(); i++) {
        check(softly, cloud, runs.get(i), scenes.get(i));
      }
      softly.assertAll();
      assertThat(ExactlyOnceCheck.check(HistoryExport.ofEverything(cloud.coordinator)).violations()).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer server() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 5);
      try (exchange) {
        exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
      }
    });
    server.start();
    return server;
  }

  private static List<Scene> scenes(String address) throws IOException {
    String text = Files.readString(TABLE.resolve("gallery.json"))
        .replace("${letters}", TABLE.resolve("letters").toString()).replace("${server}", address);
    List<Scene> scenes = new ArrayList<>();
    for (JsonNode example : JSON.readTree(text)) {
      for (JsonNode row : example.get("runs")) {
        if (!row.has("onlyInMemory")) {
          scenes.add(new Scene(example.get("job").asText(), row));
        }
      }
    }
    return scenes;
  }

  /** Early or not: here a signal may come at any time. */
  private static void signal(Cloud cloud, RunId run, JsonNode row) {
    for (String kind : List.of("signals", "earlySignals")) {
      row.path(kind).properties().forEach(signal -> cloud.coordinator.signal(new IdempotencyKey(run, signal.getKey()), signal.getValue()));
    }
  }

  private static void check(SoftAssertions softly, Cloud cloud, RunId run, Scene scene) {
    JsonNode row = scene.row();
    RunResult result = Eventually.answered(() -> cloud.coordinator.result(run, WAIT));
    String what = scene.job() + " " + row.get("input");
    softly.assertThat(result.status().name()).as("%s %s", what, result.failures()).isEqualTo(row.path("status").asText("SUCCEEDED"));
    if (row.has("output")) {
      softly.assertThat(parsed(result.output())).as(what).isEqualTo(row.get("output"));
    }
    row.path("outputHas").properties().forEach(field ->
        softly.assertThat(parsed(result.output()).path(field.getKey())).as(what).isEqualTo(field.getValue()));
    Map<String, OpView> ops = cloud.coordinator.run(run).ops().stream().collect(Collectors.toMap(OpView::opKey, op -> op));
    row.path("ops").properties().forEach(op ->
        softly.assertThat(ops.get(op.getKey()).state().name()).as("%s: %s", what, op.getKey()).isEqualTo(op.getValue().asText()));
    row.path("attempts").properties().forEach(op ->
        softly.assertThat(ops.get(op.getKey()).attempt()).as("%s: attempts of %s", what, op.getKey()).isEqualTo(op.getValue().asInt()));
    List<String> order = texts(row.path("order"));
    softly.assertThat(cloud.coordinator.events(run).stream().filter(event -> event.type() == EventType.OP_SUCCEEDED)
        .map(RunEvent::opKey).filter(order::contains).toList()).as(what).isEqualTo(order);
    softly.assertThat(subJobs(cloud.coordinator.tree(run), "")).as(what).isEqualTo(texts(row.path("tree")));
  }

  /** Read as the table is, so that equal numbers are equal. */
  private static JsonNode parsed(@Nullable JsonNode value) {
    try {
      return JSON.readTree(String.valueOf(value));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static List<String> subJobs(RunTree parent, String path) {
    return parent.children().stream().flatMap(child -> {
      String here = path + Objects.requireNonNull(child.op());
      return Stream.concat(Stream.of(here + " " + child.run().job()), subJobs(child, here + "/").stream());
    }).sorted().toList();
  }
}
