package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.core.api.RunDiff;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.run.RunId;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import org.jspecify.annotations.Nullable;

/** {@code sluice run diff}. */
@Command(name = "diff", mixinStandardHelpOptions = true,
    description = "Compare two runs op by op, such as a run and its fork. Exit code 1 if they differ.")
final class RunDiffCommand implements Callable<Integer> {
  /** Longest output in the table. */
  private static final int WIDTH = 40;

  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Parameters(index = "0", paramLabel = "RUN", converter = RunIdConverter.class, description = "Id of one run.")
  private RunId left;

  @Parameters(index = "1", paramLabel = "OTHER", converter = RunIdConverter.class, description = "Id of the other.")
  private RunId right;

  @Override
  public Integer call() {
    CoordinatorClient client = coordinator.client();
    RunDiff diff = RunDiff.of(client.run(left), client.run(right));
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(diff));
    } else {
      diff.fields().forEach(field -> out.println(field.name() + ": " + field.left() + " | " + field.right()));
      Table table = new Table("", "OP", left.toString(), right.toString());
      diff.ops().forEach(op -> table.row(op.differs() ? "*" : "", op.opKey(), text(op.left()), text(op.right())));
      out.print(table);
    }
    out.flush();
    return diff.isEmpty() ? CliExit.DONE : CliExit.CHECK_FAILED;
  }

  private static String text(RunDiff.@Nullable Side side) {
    if (side == null) {
      return "-";
    }
    String output = side.output() == null ? "" : " " + side.output();
    String taken = side.attempt() == 0 && side.output() != null ? " (taken over)" : "";
    return side.state() + taken + (output.length() <= WIDTH ? output : output.substring(0, WIDTH) + "...");
  }
}
