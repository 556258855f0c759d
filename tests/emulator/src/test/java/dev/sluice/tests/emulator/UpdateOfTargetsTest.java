package dev.sluice.tests.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.infra.Teardown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.Bucket;

/** Updates of targets under the real CLI, on a stack that has nothing else yet: the program sees that as outputs that are null. */
class UpdateOfTargetsTest {
  private final Tools tools = Tools.required();
  private final Processes processes = new Processes();

  @AfterEach
  void stop() throws IOException {
    processes.close();
  }

  /** As {@code images/push} and {@code sluice down --force} make them, the latter also where the stack file has no bucket any more. */
  @Test
  void repositoriesComeBeforeAllElseAndABucketWithPayloadsOutlivesItsStack() throws IOException {
    MiniStack emulator = MiniStack.start(processes, tools.miniStack());
    Account account = new Account(emulator.endpoint());
    try (Relay relay = Relay.to(emulator.endpoint())) {
      PulumiProject project = PulumiProject.create(processes, tools, "targets", relay.endpoint());
      project.configure(Map.of("sluice:imageRepositories", "true"));

      List<Step> made = up(project, "**sluice:compute:Images**", "**sluice:storage:PayloadBucket**").ofCloud("create");
      assertThat(made).extracting(Step::type).contains("aws:ecr/repository:Repository", "aws:s3/bucketV2:BucketV2")
          .allMatch(type -> type.startsWith("aws:ecr/") || type.startsWith("aws:s3/"));
      String bucket = buckets(account).get(0);
      account.s3.putObject(request -> request.bucket(bucket).key("payload"), RequestBody.fromString("{}"));

      project.configure(Map.of("sluice:payloadBucket", "false"));
      String[] targets = made.stream().map(Step::urn).toArray(String[]::new);
      up(project.with(Teardown.VARIABLE, PulumiProject.STACK).with(Teardown.BUCKET_VARIABLE, "true"), targets);
      project.update("destroy", "--yes", "--skip-preview").orFail();

      assertThat(account.ecr.describeRepositories().repositories()).isEmpty();
      assertThat(buckets(account)).containsExactly(bucket);
      assertThat(account.s3.listObjectsV2(request -> request.bucket(bucket)).keyCount()).isEqualTo(1);
    }
  }

  private static Update up(PulumiProject project, String... targets) {
    List<String> command = new ArrayList<>(List.of("up", "--yes", "--skip-preview"));
    List.of(targets).forEach(target -> command.addAll(List.of("--target", target)));
    return project.update(command.toArray(String[]::new)).orFail();
  }

  private static List<String> buckets(Account account) {
    return account.s3.listBuckets().buckets().stream().map(Bucket::name).toList();
  }
}
