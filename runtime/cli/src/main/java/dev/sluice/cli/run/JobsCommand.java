package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.core.api.JobView;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice jobs}. */
@Command(name = "jobs", mixinStandardHelpOptions = true, description = "List the jobs that can be submitted.")
public final class JobsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    List<JobView> jobs = coordinator.client().jobs();
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(jobs));
      return CliExit.DONE;
    }
    Table table = new Table("JOB", "VERSION", "OPS", "INPUT", "OUTPUT", "QUEUES");
    jobs.forEach(job -> table.row(job.name(), job.version(), job.ops().size(), job.inputType(), job.outputType(),
        String.join(",", job.ops().stream().map(JobView.JobOpView::queue).distinct().sorted().toList())));
    out.print(table);
    out.flush();
    return CliExit.DONE;
  }
}
