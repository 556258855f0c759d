package dev.sluice.cli.verify;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.simulator.certificate.Certificate;
import dev.sluice.simulator.certificate.CertificateText;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.history.HistoryFile;
import dev.sluice.simulator.verify.Expectation;
import dev.sluice.simulator.verify.Invariant;
import dev.sluice.simulator.verify.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Check a recorded history: was every accepted op execution committed exactly once?",
    footer = {
      "",
      "The history is read from a file, or fetched from a coordinator.",
      "Exit code 0 if every invariant holds; 1 if one is broken, with the shortest part of the history that shows it;",
      "2 if the history cannot be read.",
      "",
      "Examples:",
      "  sluice demo --history history.jsonl && sluice verify history.jsonl --certificate certificate.json",
      "  sluice verify --save history.jsonl",
      "  sluice verify --running                    while runs are going on"
    })
public final class VerifyCommand implements Callable<Integer> {
  /** The default of the workers' setting. */
  static final String STARVATION_SHARE = "0.05";

  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "FILE", arity = "0..1",
      description = "Lines of JSON, as --save and 'sluice demo --history' write them.")
  private @Nullable Path file;

  @Option(names = "--history", paramLabel = "FILE", description = "The same as FILE.")
  private @Nullable Path history;

  @Option(names = "--save", paramLabel = "FILE", description = "Keep the history that was fetched.")
  private @Nullable Path save;

  @Option(names = "--certificate", paramLabel = "FILE",
      description = "Write the certificate: JSON, the same for the same history.")
  private @Nullable Path certificate;

  @Option(names = "--running", description = "Runs may be going on: list what is open instead of calling it lost. "
      + "What is redriven during the call may be called broken: call again.")
  private boolean running;

  @Option(names = "--starvation-share", paramLabel = "SHARE", defaultValue = VerifyCommand.STARVATION_SHARE,
      description = "Part of a queue's starts that is set aside for lower priorities, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double starvationShare;

  @Override
  public Integer call() throws IOException {
    Expectation expectation = expectation();
    Certificate found = check(expectation);
    String document = CertificateText.json(found);
    if (certificate != null) {
      Files.writeString(certificate, document);
    }
    spec.commandLine().getOut().print(json.isAsked() ? document : CertificateText.read(found));
    spec.commandLine().getOut().flush();
    if (isOnlyUnfinished(found)) {
      spec.commandLine().getErr().println("nothing is wrong but that runs have not ended: while they are going on, call it with --running");
    }
    return found.holds() ? CliExit.DONE : CliExit.CHECK_FAILED;
  }

  private static boolean isOnlyUnfinished(Certificate found) {
    return !found.holds() && found.violations().stream().allMatch(each -> each.rule() == Rule.UNFINISHED)
        && found.invariants().stream().allMatch(each -> each.invariant() == Invariant.I3 || each.broken() == 0);
  }

  private Expectation expectation() {
    try {
      return new Expectation(running, starvationShare);
    } catch (IllegalArgumentException e) {
      throw new UserError(CliExit.USAGE, "--starvation-share is a number from 0 to 1, got " + starvationShare);
    }
  }

  private Certificate check(Expectation expectation) throws IOException {
    if (file != null && history != null) {
      throw new UserError(CliExit.USAGE, "give the history once: as FILE or with --history");
    }
    Path given = file != null ? file : history;
    if (given == null) {
      return fetchAndCheck(expectation);
    }
    if (save != null) {
      throw new UserError(CliExit.USAGE, "--save keeps a history that is fetched, and " + given + " is one already");
    }
    if (!Files.isRegularFile(given)) {
      throw new UserError(CliExit.USAGE, "there is no file " + given);
    }
    return Certificate.of(new HistoryFile(given), expectation);
  }

  /** A fetched history goes through a file, so that it need not fit into memory. */
  private Certificate fetchAndCheck(Expectation expectation) throws IOException {
    CoordinatorClient client = coordinator.client();
    if (save != null) {
      return fetchAndCheck(client, save, expectation);
    }
    Path passing = Files.createTempFile("sluice-history", ".jsonl");
    try {
      return fetchAndCheck(client, passing, expectation);
    } finally {
      Files.deleteIfExists(passing);
    }
  }

  private static Certificate fetchAndCheck(CoordinatorClient client, Path file, Expectation expectation) throws IOException {
    HistoryFile.write(file, sink -> HistoryExport.stream(client, sink));
    return Certificate.of(new HistoryFile(file), expectation);
  }
}
