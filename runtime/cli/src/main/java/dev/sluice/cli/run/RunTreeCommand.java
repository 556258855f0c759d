package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.core.api.RunTree;
import dev.sluice.core.run.RunId;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice run tree}. */
@Command(name = "tree", mixinStandardHelpOptions = true, description = "Show a run with its sub-jobs, and theirs.")
final class RunTreeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Parameters(index = "0", paramLabel = "RUN", converter = RunIdConverter.class, description = "Id of the run.")
  private RunId run;

  @Override
  public Integer call() {
    RunTree tree = coordinator.client().tree(run);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(tree));
    } else {
      print(tree, "", out);
    }
    out.flush();
    return CliExit.DONE;
  }

  private static void print(RunTree tree, String indent, PrintWriter out) {
    out.println(indent + (tree.op() == null ? "" : tree.op() + ": ") + tree.run().job() + " " + tree.run().runId() + " " + tree.run().status());
    tree.children().forEach(child -> print(child, indent + "  ", out));
  }
}
