package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.adapters.service.ExitCode;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.store.Claim;
import dev.sluice.simulator.scenario.MixedLoad;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  @Test
  void printsTheReportAndEndsWellIfEveryRuleHolds() throws InterruptedException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (TestCoordinator coordinator = new TestCoordinator()) {
      Simulation simulation = new Simulation(coordinator.client(), new MixedLoad("nightly", 20, 2, 0.02, 42),
          pause -> coordinator.work(5), new PrintStream(printed, true, StandardCharsets.UTF_8));
      assertThat(simulation.awaitEnd()).isEqualTo(ExitCode.DONE);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("op executions").contains("22");
  }

  @Test
  void doesNotJudgeWhatOthersHaveRunning() throws InterruptedException {
    try (TestCoordinator coordinator = new TestCoordinator()) {
      coordinator.client().submit(SubmitRequest.of("hello", JsonNodeFactory.instance.objectNode()));
      coordinator.store.claim(new Claim("worker-2", "default", 1, Duration.ofHours(1)), List.of());
      Simulation simulation = new Simulation(coordinator.client(), new MixedLoad("nightly", 2, 1, 0.02, 42),
          pause -> coordinator.work(5), new PrintStream(OutputStream.nullOutputStream()));
      assertThat(simulation.awaitEnd()).isEqualTo(ExitCode.DONE);
    }
  }
}
