package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.SignalOutcome;
import dev.sluice.core.time.VirtualClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each row of the table. */
class GalleryTest {
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void startDatabase() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    postgres.close();
  }

  private static Connection connection() {
    try {
      return postgres.getPostgresDatabase().getConnection();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Arguments> scenes() {
    return Gallery.examples().stream()
        .flatMap(example -> example.runs().stream().map(scene -> Arguments.of(example.job(), scene.input().toString(), scene)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("scenes")
  void eachExampleDoesWhatTheTableSays(String job, String input, Gallery.Scene scene) {
    VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
    try (Stage stage = new Stage(JobRegistry.discover(), clock, GalleryTest::connection)) {
      RunId run = stage.submit(job, input, scene.tags());
      scene.earlySignals().forEach((op, signal) -> signal(stage, run, op, signal.toString()));
      stage.work();
      scene.signals().forEach((op, signal) -> signal(stage, run, op, signal.toString()));
      check(stage, stage.finish(run), scene);
    }
  }

  private static void signal(Stage stage, RunId run, String op, String payload) {
    assertThat(stage.signal(run, op, payload)).isEqualTo(SignalOutcome.Answer.TAKEN);
  }

  private static void check(Stage stage, Run run, Gallery.Scene scene) {
    assertThat(run.status()).as("%s", stage.store.ops(run.id())).isEqualTo(scene.status());
    assertThat(Gallery.tree(run.output())).isEqualTo(Gallery.tree(scene.output() == null ? null : scene.output().toString()));
    scene.ops().forEach((op, state) -> assertThat(stage.op(run.id(), op).state()).as(op).isEqualTo(state));
    scene.attempts().forEach((op, attempts) -> assertThat(stage.op(run.id(), op).attempt()).as(op).isEqualTo(attempts));
    List<String> order = stage.store.events(run.id()).stream()
        .filter(event -> event.type() == EventType.OP_SUCCEEDED).map(RunEvent::opKey).toList();
    assertThat(order).containsSubsequence(scene.order());
    assertThat(subJobs(stage, run.id(), "")).containsExactlyElementsOf(scene.tree());
  }

  private static List<String> subJobs(Stage stage, RunId parent, String path) {
    return stage.store.children(parent).stream()
        .flatMap(child -> {
          String here = path + child.origin().parent().opKey();
          return Stream.concat(Stream.of(here + " " + child.jobName()), subJobs(stage, child.id(), here + "/").stream());
        })
        .sorted()
        .toList();
  }
}
