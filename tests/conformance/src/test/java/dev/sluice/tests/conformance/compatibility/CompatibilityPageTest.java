package dev.sluice.tests.conformance.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in the reference says what is found here; {@code -Dsluice.updateReference=true} writes it. */
class CompatibilityPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "reference", "compatibility.md");

  @TempDir Path images;

  @Test
  void thePageIsNotStale() throws IOException {
    String page = page();
    if (Boolean.getBoolean("sluice.updateReference")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("run `mvn -pl tests/conformance -am test -Dtest=CompatibilityPageTest"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dsluice.updateReference=true`").content().isEqualTo(page);
  }

  private String page() throws IOException {
    StringBuilder page = new StringBuilder("""
        # What works where

        Written by `CompatibilityPageTest` from what it finds; the build fails when it finds something else.

        ## Promises

        Each is a test of a suite that runs against memory and against the real adapter on what stands in for AWS here. The store is not among
        them: its suite runs on PostgreSQL itself. None of them has run against AWS.

        | port | promise | local cloud |
        | --- | --- | --- |
        """);
    promises(page, "queue", "queue.JobQueueConformance", "holds, on ElasticMQ");
    promises(page, "payload store", "payload.PayloadStoreConformance", "holds, on its own S3");
    promises(page, "fleet", "scaling.WorkerFleetConformance", "holds, on its own ECS");
    page.append("""

        ## Attributes of a FIFO queue

        Set on the SQS of the local cloud and asked for again.

        | attribute | local cloud |
        | --- | --- |
        """);
    QueueAttributes.tried().forEach((name, fate) -> row(page, "`" + name + "`", fate));
    page.append("""

        ## Resources

        Found by deploying the platform's own program to the local cloud. What is only remembered answers with an id and does nothing: a
        role grants nothing, a security group cuts nothing, an alarm never fires. Whether it does its work shows on AWS alone. MiniStack
        keeps all of them as descriptions, apart from the properties named here, and enforces neither permissions nor security groups.

        | type | local cloud | needs real AWS | MiniStack loses |
        | --- | --- | --- | --- |
        """);
    Map<String, String> losses = EmulatorLossList.read();
    LocalResources.made(images).forEach((type, made) ->
        row(page, "`" + type + "`", made ? "works" : "remembered", made ? "no" : "yes", losses.getOrDefault(type, "")));
    return page.toString();
  }

  private static void promises(StringBuilder page, String port, String suite, String where) {
    List<String> promises = Promises.of(suite);
    assertThat(promises).as(suite).hasSizeGreaterThan(2);
    promises.forEach(promise -> row(page, port, promise, where));
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  @Test
  void everyLossIsOfATypeThatTheProgramHas() throws IOException {
    assertThat(EmulatorLossList.read()).isNotEmpty();
    assertThat(Files.readString(PAGE)).contains(EmulatorLossList.read().keySet());
  }
}
