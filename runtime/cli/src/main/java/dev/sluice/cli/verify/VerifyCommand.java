package dev.sluice.cli.verify;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.history.HistoryFile;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import dev.sluice.simulator.verify.Findings;
import java.io.IOException;
import java.io.PrintWriter;
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
      "The history is read from FILE, or fetched from a coordinator whose runs have all ended.",
      "Exit code 1 if a rule is broken; the shortest part of the history that shows it is printed.",
      "",
      "Examples:",
      "  sluice demo --history history.jsonl && sluice verify history.jsonl",
      "  sluice verify --save history.jsonl"
    })
public final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "Lines of JSON, as --save and 'sluice demo --history' write them.")
  private @Nullable Path file;

  @Option(names = "--save", paramLabel = "FILE", description = "Keep the history that was checked.")
  private @Nullable Path save;

  @Override
  public Integer call() throws IOException {
    History history = history();
    if (save != null) {
      HistoryFile.write(save, history);
    }
    Findings findings = ExactlyOnceCheck.check(history);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(findings));
    } else {
      findings.violations().forEach(out::println);
      out.println(findings.runs() + " accepted runs, " + findings.ops() + " op executions, " + findings.committed()
          + " with exactly one committed result, " + findings.violations().size() + " violations");
    }
    return findings.hold() ? CliExit.DONE : CliExit.CHECK_FAILED;
  }

  private History history() throws IOException {
    if (file == null) {
      return HistoryExport.ofEverything(coordinator.client());
    }
    if (!Files.isRegularFile(file)) {
      throw new UserError(CliExit.USAGE, "there is no file " + file);
    }
    return HistoryFile.read(file);
  }
}
