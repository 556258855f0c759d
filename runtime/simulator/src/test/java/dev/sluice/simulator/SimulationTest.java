package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.service.ExitCode;
import dev.sluice.simulator.scenario.MixedLoad;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
}
