package dev.sluice.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.localstack.program.EchoImage;
import dev.sluice.localstack.program.SmallStack;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WalkingPathTest {
  @Test
  void theProgramIsDeployedAndItsServicesBecomeHealthy(@TempDir Path store, @TempDir Path state) throws Exception {
    LocalCloudOptions options = LocalCloudOptions.of(SmallStack::run, "small", "local", EchoImage.in(store)).withStateFolder(state)
        .withListener(new CloudListener() {
          @Override public void starting(String part) { System.out.println(System.nanoTime() / 1000000 + " starting " + part); }
          @Override public void started(String part) { System.out.println(System.nanoTime() / 1000000 + " started " + part); }
          @Override public void created(dev.sluice.localstack.engine.ResourceRecord r) { System.out.println(System.nanoTime() / 1000000 + " " + r); }
          @Override public void taskChanged(dev.sluice.localstack.ecs.TaskView t) { System.out.println(System.nanoTime() / 1000000 + " " + t); }
          @Override public void closing() { System.out.println(System.nanoTime() / 1000000 + " closing"); }
        });
    try (LocalCloud cloud = LocalCloud.start(options)) {
      cloud.awaitHealthy(Duration.ofSeconds(60));
      assertThat(cloud.tasks()).hasSize(2);
      System.out.println(cloud.maskedOutputs());
    }
    System.out.println(System.nanoTime() / 1000000 + " closed");
    assertThat(state).isEmptyDirectory();
  }
}
