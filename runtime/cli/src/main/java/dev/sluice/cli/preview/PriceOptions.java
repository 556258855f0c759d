package dev.sluice.cli.preview;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.DurationConverter;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.infra.preview.DeclaredStack;
import dev.sluice.infra.preview.diff.StackDiff;
import dev.sluice.infra.preview.price.Budget;
import dev.sluice.infra.preview.price.JobAssumptions;
import dev.sluice.infra.preview.price.PriceTable;
import dev.sluice.infra.preview.price.StackPrice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may be asked about the price. */
final class PriceOptions {
  @Option(names = "--price",
      description = "Estimate what an idle month and a thousand jobs cost, from a dated table of list prices.")
  private boolean asked;

  @Option(names = "--budget", paramLabel = "AMOUNT",
      description = "Exit with 1 if an idle month costs more: 300 (US dollars) or 280EUR. Implies --price.")
  private @Nullable String budget;

  @Option(names = "--prices", paramLabel = "FILE",
      description = "A table of one's own prices, of the form of prices.json in infra.")
  private @Nullable Path file;

  @Option(names = "--ops-per-job", paramLabel = "N", defaultValue = "3",
      description = "Ops that a job has. By default ${DEFAULT-VALUE}.")
  private int opsPerJob;

  @Option(names = "--op-duration", paramLabel = "TIME", defaultValue = "1s", converter = DurationConverter.class,
      description = "How long an op runs: 250ms, 2s. By default ${DEFAULT-VALUE}.")
  private Duration opDuration;

  @Option(names = "--durations", paramLabel = "FILE",
      description = "Take ops per job and their duration from a recorded history, as 'sluice verify --save FILE' writes it.")
  private @Nullable Path durations;

  /** Returns what it costs; empty if nobody asked. */
  Optional<Preview.Pricing> price(DeclaredStack declared, Optional<StackDiff> diff) throws IOException {
    if (!asked && budget == null) {
      return Optional.empty();
    }
    Optional<Budget> limit = Optional.ofNullable(budget).map(PriceOptions::read);
    JobAssumptions assumptions = assumptions();
    PriceTable table = table();
    StackPrice now = StackPrice.of(declared, table, assumptions);
    Optional<StackPrice> before = diff.map(each -> StackPrice.of(each.before(), table, assumptions));
    return Optional.of(new Preview.Pricing(table, now, before, limit.map(each -> each.on(now, table))));
  }

  private static Budget read(String text) {
    try {
      return Budget.of(text);
    } catch (IllegalArgumentException e) {
      throw new UserError(CliExit.USAGE, "--budget = " + e.getMessage());
    }
  }

  private JobAssumptions assumptions() throws IOException {
    if (durations != null) {
      return MeasuredJobs.in(durations);
    }
    try {
      return JobAssumptions.assumed(opsPerJob, opDuration);
    } catch (IllegalArgumentException e) {
      throw new UserError(CliExit.USAGE, e.getMessage());
    }
  }

  private PriceTable table() throws IOException {
    if (file == null) {
      return PriceTable.bundled();
    }
    if (!Files.isRegularFile(file)) {
      throw new UserError(CliExit.USAGE, "there is no file " + file);
    }
    return PriceTable.of(file);
  }
}
