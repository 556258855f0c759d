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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a deployment's last step makes of ECS's answers; needs {@code jq}, as the machines of the workflows have it. */
class AwaitServicesTest {
  private static final String SCRIPT = Checkout.ROOT.resolve(".github/await-services").toString();
  private static final String CLUSTER = "arn:aws:ecs:eu-west-1:1:cluster/sluice-dev";
  private static final String TASK = "arn:aws:ecs:eu-west-1:1:task-definition/sluice-dev-worker:";
  private static final String COMING = TASK + "7\tIN_PROGRESS\t1\t2\t0\tin progress";
  private static final String DONE = TASK + "7\tCOMPLETED\t2\t2\t0\tcompleted";
  private static final String REFUSED = "An error occurred (ThrottlingException)";

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
    answer(COMING, COMING, DONE);
    assertThat(programs.run(SCRIPT, "dev")).as("%s", programs.said()).isZero();
    assertThat(programs.said()).isEqualTo("sluice-dev-worker runs sluice-dev-worker:7\n");
    assertThat(programs.calls()).startsWith("pulumi stack export --stack dev").filteredOn(call -> call.equals("sleep 15")).hasSize(2);
    assertThat(programs.calls()).filteredOn(call -> call.startsWith("aws")).hasSize(3).allSatisfy(call -> assertThat(call)
        .startsWith("aws ecs describe-services --region eu-west-1 --cluster " + CLUSTER + " --services sluice-dev-worker --output text"));
  }

  @Test
  void aRollbackFailsAlsoOnceItIsCompleted() throws Exception {
    answer(COMING, TASK + "6\tCOMPLETED\t2\t2\t0\trolled back");
    assertThat(programs.run(SCRIPT, "dev")).isOne();
    assertThat(programs.said())
        .isEqualTo("sluice-dev-worker does not run sluice-dev-worker:7: its deployment of sluice-dev-worker:6 is COMPLETED (rolled back)\n");
  }

  @Test
  void aDeploymentThatFailedFails() throws Exception {
    answer(TASK + "7\tFAILED\t0\t2\t10\ttasks failed to start");
    assertThat(programs.run(SCRIPT, "dev")).isOne();
    assertThat(programs.said()).contains("is FAILED (tasks failed to start)");
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 0", "2, 2, 1"})
  void oneThatNeverEndsFailsInTheEnd(int running, int desired, int failed) throws Exception {
    answer(TASK + "7\tIN_PROGRESS\t" + running + "\t" + desired + "\t" + failed + "\tin progress");
    assertThat(programs.run(SCRIPT, "dev")).isOne();
    assertThat(programs.said()).isEqualTo("sluice-dev-worker is still being deployed, IN_PROGRESS: " + running + " of " + desired
        + " tasks run, " + failed + " have failed (in progress)\n");
    assertThat(programs.calls()).filteredOn(call -> call.equals("sleep 15")).as("40 minutes").hasSize(160);
  }

  /** Busy workers keep their protection for up to two hours, and ECS completes no deployment before they have ended. */
  @Test
  void oneWhoseNewTasksAllRunIsDoneThoughOldOnesStillFinishTheirWork() throws Exception {
    answer(TASK + "7\tIN_PROGRESS\t2\t2\t0\tin progress");
    assertThat(programs.run(SCRIPT, "dev")).as("%s", programs.said()).isZero();
    assertThat(programs.said()).isEqualTo("sluice-dev-worker runs sluice-dev-worker:7, and old tasks still finish their work\n");
  }

  @Test
  void aFewLooksThatAwsRefusesInARowAreNotTheEnd() throws Exception {
    answer(REFUSED, REFUSED, REFUSED, REFUSED, COMING, REFUSED, REFUSED, REFUSED, REFUSED, DONE);
    assertThat(programs.run(SCRIPT, "dev")).as("%s", programs.said()).isZero();
    assertThat(programs.said()).contains("ThrottlingException").endsWith("sluice-dev-worker runs sluice-dev-worker:7\n");
  }

  @Test
  void fiveAreAndWhatAwsSaidIsTold() throws Exception {
    answer(COMING, REFUSED);
    assertThat(programs.run(SCRIPT, "dev")).isOne();
    assertThat(programs.said()).contains("ThrottlingException").endsWith("sluice-dev-worker cannot be looked at\n");
    assertThat(programs.calls()).filteredOn(call -> call.startsWith("aws")).hasSize(1 + 5);
  }

  @Test
  void aStackWithoutServicesFails() throws Exception {
    programs.play("pulumi", "cat '" + state("{\"type\": \"pulumi:pulumi:Stack\"}") + "'");
    assertThat(programs.run(SCRIPT, "dev")).isOne();
    assertThat(programs.said()).contains("stack dev has no services");
  }

  /** Lets ECS give these answers, one a call, and the last of them for ever. */
  private void answer(String... answers) throws IOException {
    Path left = Files.writeString(folder.resolve("answers"), String.join("\n", answers) + "\n");
    programs.play("aws", """
        line=$(head -n 1 '%1$s')
        [ $(wc -l < '%1$s') -eq 1 ] || sed -i 1d '%1$s'
        case $line in '%2$s') echo "$line" >&2; exit 254 ;; esac
        echo "$line\"""".formatted(left, REFUSED));
  }

  private Path state(String resources) throws IOException {
    return Files.writeString(folder.resolve("state.json"), "{\"deployment\": {\"resources\": [" + resources + "]}}");
  }
}
