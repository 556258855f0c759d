package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.Setting;
import dev.sluice.core.api.OpView;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import dev.sluice.tests.endtoend.jobs.Large;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Payloads of megabytes through the real services: with the stack's bucket, and in a stack without one. */
class LargePayloadsTest {
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path images;

  private static RunId submit(Cloud cloud, int size) {
    return Eventually.answered(() -> cloud.coordinator.submit(SubmitRequest.of("large", new Large.Text("x".repeat(size))))).runId();
  }

  private static List<S3Object> objects(Cloud cloud) {
    URI folder = URI.create(cloud.output(Setting.PAYLOAD_STORE));
    return cloud.s3.listObjectsV2(list -> list.bucket(folder.getHost()).prefix(folder.getPath().substring(1))).contents();
  }

  @Test
  void aMegabyteGoesThroughABucketAndItsHistoryHolds() throws IOException, InterruptedException {
    try (Cloud cloud = Cloud.start(Map.of("sluice:scalingInterval", "1h"), JobsJar.make(images))) {
      RunId run = submit(cloud, MEGABYTE);
      RunResult result = Eventually.answered(() -> cloud.coordinator.result(run, WAIT));
      assertThat(result.failures()).isEmpty();
      assertThat(result.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(result.output().get("text").textValue()).hasSize(2 * MEGABYTE);
      RunDetail detail = cloud.coordinator.run(run);
      assertThat(detail.run().input().get("text").textValue()).hasSize(MEGABYTE);
      assertThat(detail.ops()).extracting(OpView::outputReference).as("both outputs have the same content").doesNotContainNull()
          .containsOnly(detail.ops().get(0).outputReference());
      assertThat(objects(cloud)).hasSize(2).extracting(S3Object::size).as("compressed").allMatch(size -> size < MEGABYTE / 10);
      RunId inline = submit(cloud, MEGABYTE / 16);
      assertThat(Eventually.answered(() -> cloud.coordinator.result(inline, WAIT)).output().get("text").textValue()).hasSize(MEGABYTE / 8);
      assertThat(cloud.coordinator.run(inline).ops()).as("compressed in their rows, and shown as JSON")
          .allSatisfy(op -> assertThat(op.output().get("text").textValue()).hasSize(MEGABYTE / 8));
      assertThat(objects(cloud)).hasSize(2);
      assertThat(ExactlyOnceCheck.check(HistoryExport.ofEverything(cloud.coordinator)).violations()).isEmpty();
    }
  }

  @Test
  void withoutABucketInputsAndOutputsAreRefusedWithTheWayOut() throws IOException, InterruptedException {
    try (Cloud cloud = Cloud.start(Map.of("sluice:scalingInterval", "1h", "sluice:payloadBucket", "false"), JobsJar.make(images))) {
      assertThatThrownBy(() -> Eventually.answered(() ->
          cloud.coordinator.submit(SubmitRequest.of("large", new Large.Text("x".repeat(MEGABYTE))))))
          .isInstanceOf(ApiException.class)
          .hasMessageContainingAll("the input of job large has 1048587 bytes", "more than the 262144", "payloadBucket");
      RunId run = submit(cloud, 200 << 10);
      RunResult result = Eventually.answered(() -> cloud.coordinator.result(run, WAIT));
      assertThat(result.status()).isEqualTo(RunStatus.FAILED);
      assertThat(result.failures()).singleElement().satisfies(failure -> {
        assertThat(failure.attempt()).as("not retried").isEqualTo(1);
        assertThat(failure.cause().message()).contains(
            "the output of op twice of job large has 409611 bytes", "more than the 262144", "SLUICE_PAYLOAD_STORE");
      });
    }
  }
}
