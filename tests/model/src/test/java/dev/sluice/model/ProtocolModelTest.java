package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol keeps its invariants under every interleaving of a small world, and each planted bug breaks the one that it should. */
class ProtocolModelTest {
  private static final Path TARGET = Path.of("target", "tlc");
  private static final List<String> REPORT = new ArrayList<>();

  private final ModelChecker checker = new ModelChecker(TARGET);

  static Stream<Scenario> healthy() {
    Stream<Scenario> small = Stream.of(
        Scenario.safe("edge", 2, 2, 2),
        Scenario.safe("edge", 3, 2, 1),
        Scenario.safe("key", 2, 2, 1),
        Scenario.safe("apart", 2, 1, 1),
        Scenario.safe("all", 2, 2, 0),
        Scenario.live("edge", 2, 1),
        Scenario.live("key", 2, 1),
        Scenario.live("apart", 1, 0),
        Scenario.limits(3, 1, 2),
        Scenario.limitsLive(3, 1, 1),
        Scenario.workflow(2, 2),
        Scenario.workflowLive(1, 1));
    Stream<Scenario> large = Stream.of(
        Scenario.safe("edge", 2, 1, 3),
        Scenario.safe("key", 2, 2, 2),
        Scenario.safe("apart", 2, 2, 1),
        Scenario.safe("all", 2, 2, 1),
        Scenario.live("all", 2, 0));
    return Boolean.getBoolean("sluice.model.large") ? large : small;
  }

  static Stream<Scenario> planted() {
    return Stream.of(
        Scenario.planted("deduplication only in SQS", "I1", "edge", 2, 1),
        Scenario.planted("no fence", "I2", "edge", 2, 1),
        Scenario.planted("no dispatcher", "I3", "edge", 2, 1),
        Scenario.planted("same sequence", "I3", "edge", 2, 1),
        Scenario.planted("delete on receipt", "I4", "edge", 2, 0),
        Scenario.planted("delete before commit", "I4", "edge", 2, 0),
        Scenario.planted("judging skips locked rows", "I4", "edge", 2, 1),
        Scenario.planted("claim ignores upstream", "I5", "edge", 2, 0),
        Scenario.planted("cancel ignored", "I6", "edge", 2, 1),
        Scenario.planted("no ordering", "I7", "key", 2, 0),
        Scenario.planted("window counts claimed messages", "Wake", "apart", 1, 0),
        Scenario.plantedLimits("redrive past the lane", "I7"),
        Scenario.plantedLimits("redrive keeps its slot", "Bound"),
        Scenario.plantedLimits("nobody wakes", "I3"),
        Scenario.plantedWorkflow("elements after the commit", "I5"),
        Scenario.plantedWorkflow("wake before the end", "I5"),
        Scenario.plantedWorkflow("claim ignores the wait", "I5"),
        Scenario.plantedWorkflow("cancel forgets the child", "I6"),
        Scenario.plantedWorkflow("nobody wakes the parent", "I3"));
  }

  @ParameterizedTest
  @MethodSource
  void healthy(Scenario scenario) throws Exception {
    Finding finding = checker.check(scenario);
    report(scenario, finding);
    assertThat(finding.verdict()).as(finding.output()).isEqualTo(Finding.HOLDS);
  }

  @ParameterizedTest
  @MethodSource
  void planted(Scenario scenario) throws Exception {
    Finding finding = checker.check(scenario);
    report(scenario, finding);
    assertThat(finding.verdict()).as(finding.output()).isEqualTo(scenario.isTemporal() ? Finding.TEMPORAL : scenario.checks());
    assertThat(finding.trace()).isPositive();
  }

  @Test
  void everyActionOfTheModelIsTaken() throws Exception {
    Finding finding = checker.check(Scenario.safe("edge", 2, 2, 1), "-coverage", "1");
    assertThat(finding.verdict()).as(finding.output()).isEqualTo(Finding.HOLDS);
    assertThat(finding.output()).contains("<Claim line").contains("<MessageDuplicated line");
    assertThat(finding.untaken()).isEmpty();
  }

  private static void report(Scenario scenario, Finding finding) {
    REPORT.add(String.format("%-30s %-6s %7d %7d %7d %9d %8.1f  %s", scenario.isPlanted() ? scenario.bug() : "none", scenario.shape(),
        scenario.workers(), scenario.window(), scenario.faults(), finding.states(), finding.took().toMillis() / 1000.0,
        scenario.isPlanted()
            ? scenario.checks() + (finding.verdict().equals(Finding.HOLDS) ? " NOT BROKEN" : " broken after " + finding.trace() + " states")
            : scenario.checks() + " " + finding.verdict()));
  }

  @AfterAll
  static void writeReport() throws IOException {
    REPORT.add(0, String.format("%-30s %-6s %7s %7s %7s %9s %8s  %s", "bug", "shape", "workers", "window", "faults", "states", "seconds",
        "verdict"));
    Files.writeString(Files.createDirectories(TARGET).resolve("report.txt"), String.join("\n", REPORT) + "\n");
    System.out.println(String.join("\n", REPORT));
  }
}
