package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.worker.WorkerMain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real worker that meets tables of a version after its own. */
class NewerTablesTest {
  @Test
  @Timeout(60)
  void aWorkerEndsAndSaysWhy() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      schema.execute("update " + schema.name() + ".flyway_schema_history set version = '99', description = 'from the future'"
          + " where version = '3'");
      ProcessBuilder builder = new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
          WorkerMain.class.getName()).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("SLUICE_"));
      builder.environment().putAll(schema.settings());
      builder.environment().putAll(Map.of(
          "SLUICE_QUEUE_URLS", "{\"default\":\"http://127.0.0.1:1/000000000000/jobs.fifo\"}",
          "SLUICE_DEAD_LETTER_QUEUE_URLS", "{\"default\":\"http://127.0.0.1:1/000000000000/dead.fifo\"}",
          "SLUICE_HTTP_HOST", "127.0.0.1", "SLUICE_HTTP_PORT", "0",
          "AWS_REGION", "eu-central-1", "AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test"));

      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).as(output).isEqualTo(1);
      assertThat(output).contains("the worker failed: the tables in schema \"" + schema.name() + "\" are not those of this version",
          "version 99 (from the future) is newer than this code, which knows version ");
    }
  }
}
