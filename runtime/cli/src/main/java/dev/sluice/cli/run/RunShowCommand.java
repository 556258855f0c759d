package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.core.api.OpView;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.api.RunView;
import dev.sluice.core.run.RunId;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice run show}. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Show a run with its op executions, input and output.")
final class RunShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "RUN", converter = RunIdConverter.class, description = "Id of the run.")
  private RunId run;

  @Override
  public Integer call() {
    RunDetail detail = coordinator.client().run(run);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(detail));
      return CliExit.DONE;
    }
    RunView view = detail.run();
    out.println(view.job() + " " + view.runId() + " is " + view.status());
    out.println("submitted " + view.submittedAt() + (view.finishedAt() == null ? "" : ", ended " + view.finishedAt()));
    line(out, "sub-job of ", view.parent());
    line(out, "fork of ", view.forkOf());
    line(out, "priority ", view.priority());
    line(out, "tenant ", view.tenant() == null ? null : view.tenant() + ", weight " + view.weight());
    view.tags().forEach((name, text) -> out.println("tag " + name + "=" + text));
    out.println("input " + view.input());
    line(out, "output ", view.output());
    out.println();
    Table table = new Table("OP", "STATE", "ATTEMPT", "PROGRESS", "QUEUE", "WORKER", "CAUSE");
    detail.ops().forEach(op -> table.row(op.opKey(), op.state(), op.attempt() + " of " + op.maxAttempts(), progress(op), op.queue(),
        op.leaseOwner() == null ? "-" : op.leaseOwner(), cause(op)));
    out.print(table);
    out.flush();
    return CliExit.DONE;
  }

  private static void line(PrintWriter out, String what, @Nullable Object value) {
    if (value != null) {
      out.println(what + value);
    }
  }

  private static String progress(OpView op) {
    OpView.Progress progress = op.progress();
    if (progress == null) {
      return "-";
    }
    return progress.total() == 0 ? Long.toString(progress.done())
        : progress.done() + " of " + progress.total() + " (" + Math.round(100.0 * progress.done() / progress.total()) + " %)";
  }

  private static String cause(OpView op) {
    return op.cause() == null ? "-" : op.cause().type() + ": " + op.cause().message();
  }
}
