package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.core.api.RunView;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunFilter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice run list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List runs, newest first.")
final class RunListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Option(names = "--job", paramLabel = "JOB", description = "Only runs of this job.")
  private @Nullable String job;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many, up to 1000. By default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--before", paramLabel = "RUN", converter = RunIdConverter.class,
      description = "Only runs older than this one: the last of the page before.")
  private @Nullable RunId before;

  @Override
  public Integer call() {
    RunFilter filter;
    try {
      filter = new RunFilter(Optional.ofNullable(job), Optional.ofNullable(before), limit);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    List<RunView> runs = coordinator.client().runs(filter);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(runs));
      return CliExit.DONE;
    }
    Table table = new Table("RUN", "JOB", "STATUS", "OPS", "OPEN", "SUBMITTED");
    runs.forEach(run -> table.row(run.runId(), run.job(), run.status(), run.opCount(), run.openOpCount(), run.submittedAt()));
    out.print(table);
    out.flush();
    return CliExit.DONE;
  }
}
