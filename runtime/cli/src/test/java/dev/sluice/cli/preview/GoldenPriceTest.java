package dev.sluice.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Call;
import dev.sluice.cli.CliExit;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the stacks that come with the project cost. A change of a stack file shows here what it does to the bill. */
class GoldenPriceTest {
  @ParameterizedTest
  @CsvSource({"localstack, 42.91, 0.0060", "dev, 119.27, 0.0078", "prod, 542.77, 0.0103"})
  void theStacksOfTheProjectHaveTheirPrice(String stack, String idleMonth, String thousandJobs) {
    Call call = Call.of("preview", "--stack", stack, "--price");
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    List<String> lines = call.out().lines().toList();
    assertThat(lines).contains("idle month: " + idleMonth + " USD", "a thousand jobs: " + thousandJobs + " USD");
  }

  @ParameterizedTest
  @CsvSource({"localstack, 42.92, 42.90", "dev, 119.28, 119.26", "prod, 542.78, 542.76"})
  void aCentDecidesOverABudget(String stack, String enough, String tooLittle) {
    assertThat(Call.of("preview", "--stack", stack, "--budget", enough).exitCode()).isEqualTo(CliExit.DONE);
    Call over = Call.of("preview", "--stack", stack, "--budget", tooLittle);
    assertThat(over.exitCode()).isEqualTo(CliExit.CHECK_FAILED);
    assertThat(over.err()).contains("over budget: ").contains("USD more than " + tooLittle + " USD");
  }
}
