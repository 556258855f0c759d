package dev.sluice.examples;

import static dev.sluice.testing.Attempts.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.testing.JobTest;
import dev.sluice.testing.TestRun;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each row of the table on ports in memory, with the test kit that users have. */
class GalleryTest {
  private static EmbeddedPostgres postgres;
  private static HttpServer server;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 5);
      try (exchange) {
        exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
      }
    });
    server.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.stop(0);
    postgres.close();
  }

  static Stream<Arguments> scenes() {
    return Gallery.rows().stream()
        .flatMap(row -> row.runs().stream().map(scene -> Arguments.of(row.job(), scene.input().toString(), scene)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("scenes")
  void eachExampleDoesWhatTheTableSays(String job, String input, Gallery.Scene scene) {
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    check(run(Gallery.sources().get(job), input.replace("${server}", address), scene), scene);
  }

  private static <I, O> TestRun<O> run(JobSource<I, O> source, String input, Gallery.Scene scene) {
    JobTest<I, O> test = JobTest.of(source).database(() -> postgres.getPostgresDatabase().getConnection());
    scene.tags().forEach(test::tag);
    scene.signals().forEach(test::signal);
    scene.earlySignals().forEach(test::signalBeforehand);
    scene.timingOut().forEach(op -> test.timingOut(op, attempt(1)));
    return test.run(Objects.requireNonNull(new Payloads(10_000).parse(input, JobBuilder.define(source).inputType(), "input")));
  }

  private static void check(TestRun<?> run, Gallery.Scene scene) {
    assertThat(run.status()).as("%s", run).isEqualTo(scene.status());
    JsonNode output = Gallery.tree(run.run().output());
    if (scene.outputHas().isEmpty()) {
      assertThat(output).isEqualTo(Gallery.tree(scene.output() == null ? null : scene.output().toString()));
    }
    scene.outputHas().forEach((field, value) -> assertThat(output.get(field)).as(field).isEqualTo(value));
    scene.ops().forEach((op, state) -> assertThat(run.op(op).state()).as(op).isEqualTo(state));
    scene.attempts().forEach((op, attempts) -> assertThat(run.op(op).attempts()).as(op).isEqualTo(attempts));
    List<String> done = run.events().stream().filter(event -> event.type() == EventType.OP_SUCCEEDED).map(RunEvent::opKey)
        .filter(scene.order()::contains).toList();
    assertThat(done).isEqualTo(scene.order());
    assertThat(subJobs(run, "")).containsExactlyElementsOf(scene.tree());
  }

  private static List<String> subJobs(TestRun<?> parent, String path) {
    return parent.children().stream()
        .flatMap(child -> {
          String here = path + Objects.requireNonNull(child.run().origin().parent()).opKey();
          return Stream.concat(Stream.of(here + " " + child.run().jobName()), subJobs(child, here + "/").stream());
        })
        .sorted()
        .toList();
  }
}
