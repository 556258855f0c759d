package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deployment's last step makes of ECS's answers; needs {@code jq}, as the machines of the workflows have it. */
class AwaitServicesTest {
  private static final String SCRIPT = Checkout.ROOT.resolve(".github/await-services").toString();
  private static final String CLUSTER = "arn:aws:ecs:eu-west-1:1:cluster/sluice-dev";
  private static final String TASK = "arn:aws:ecs:eu-west-1:1:task-definition/sluice-dev-worker:";

  @TempDir Path folder;
  private PlayedPrograms programs;

  @BeforeEach
  void play() throws IOException {
    boolean hasJq = Stream.of(System.getenv("PATH").split(File.pathSeparator)).anyMatch(path -> Files.isExecutable(Path.of(path, "jq")));
    assumeTrue(hasJq || System.getenv("CI") != null, "there is no jq here");
    programs = new PlayedPrograms(folder);
    programs.play("pulumi", "cat '" + state("""
        {"type": "pulumi:pulumi:Stack"},
        {"type": "aws:ecs/service:Service", "delete": true,
         "inputs": {"cluster": "gone", "name": "gone", "taskDefinition": "gone"}},
        {"type": "aws:ecs/service:Service",
         "inputs": {"cluster": "%s", "name": "sluice-dev-worker", "taskDefinition": "%s7"}}""".formatted(CLUSTER, TASK)) + "'");
    programs.play("sleep", "");
  }

  @Test
  void itWaitsUntilTheDeclaredTaskDefinitionIsDeployed() throws Exception {
    answer(TASK + "7\tIN_PROGRESS\tin progress", TASK + "7\tIN_PROGRESS\tin progress", TASK + "7\tCOMPLETED\tcompleted");
    assertThat(programs.run(SCRIPT, "dev")).as("%s", programs.said()).isZero();
    assertThat(programs.said()).isEqualTo("sluice-dev-worker runs sluice-dev-worker:7\n");
    assertThat(programs.calls()).startsWith("pulumi stack export --stack dev").filteredOn(call -> call.equals("sleep 15")).hasSize(2);
    assertThat(programs.calls()).filteredOn(call -> call.startsWith("aws")).hasSize(3).allSatisfy(call -> assertThat(call)
        .startsWith("aws ecs describe-services --region eu-west-1 --cluster " + CLUSTER + " --services sluice-dev-worker --output text"));
  }

  @Test
  void aRollbackFailsAlsoOnceItIsCompleted() throws Exception {
    answer(TASK + "7\tIN_PROGRESS\tin progress", TASK + "6\tCOMPLETED\trolled back");
    assertThat(programs.run(SCRIPT, "dev")).isOne();
    assertThat(programs.said())
        .isEqualTo("sluice-dev-worker does not run sluice-dev-worker:7: its deployment of sluice-dev-worker:6 is COMPLETED (rolled back)\n");
  }

  @Test
  void aDeploymentThatFailedFails() throws Exception {
    answer(TASK + "7\tFAILED\ttasks failed to start");
    assertThat(programs.run(SCRIPT, "dev")).isOne();
    assertThat(programs.said()).contains("is FAILED (tasks failed to start)");
  }

  @Test
  void oneThatNeverEndsFailsInTheEnd() throws Exception {
    answer(TASK + "7\tIN_PROGRESS\tin progress");
    assertThat(programs.run(SCRIPT, "dev")).isOne();
    assertThat(programs.said()).contains("still being deployed, IN_PROGRESS");
  }

  @Test
  void aStackWithoutServicesAndAnAwsThatRefusesFail() throws Exception {
    programs.play("aws", "exit 254");
    assertThat(programs.run(SCRIPT, "dev")).isNotZero();
    programs.play("pulumi", "cat '" + state("{\"type\": \"pulumi:pulumi:Stack\"}") + "'");
    assertThat(programs.run(SCRIPT, "dev")).isOne();
    assertThat(programs.said()).contains("stack dev has no services");
  }

  /** Lets ECS give these answers, one a call, and the last of them for ever. */
  private void answer(String... answers) throws IOException {
    Path left = Files.writeString(folder.resolve("answers"), String.join("\n", answers) + "\n");
    programs.play("aws", "head -n 1 '%1$s'; [ $(wc -l < '%1$s') -eq 1 ] || sed -i 1d '%1$s'".formatted(left));
  }

  private Path state(String resources) throws IOException {
    return Files.writeString(folder.resolve("state.json"), "{\"deployment\": {\"resources\": [" + resources + "]}}");
  }
}
