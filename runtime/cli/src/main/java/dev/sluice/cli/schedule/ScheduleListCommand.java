package dev.sluice.cli.schedule;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.core.api.ScheduleView;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice schedule list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List schedules with their next tick and their latest run.")
final class ScheduleListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    List<ScheduleView> schedules = coordinator.client().schedules();
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(schedules));
      return CliExit.DONE;
    }
    Table table = new Table("SCHEDULE", "JOB", "WHEN", "ZONE", "MISSED", "NEXT TICK", "LAST TICK", "LAST RUN");
    schedules.forEach(schedule -> table.row(schedule.name(), schedule.job(), schedule.when(), schedule.zone(), schedule.missed(),
        next(schedule), dash(schedule.lastTick()), dash(schedule.lastRun())));
    out.print(table);
    out.flush();
    return CliExit.DONE;
  }

  private static Object next(ScheduleView schedule) {
    if (!schedule.active()) {
      return "no job defines it";
    }
    return schedule.paused() ? "paused" : dash(schedule.nextTick());
  }

  private static Object dash(@Nullable Object value) {
    return value == null ? "-" : value;
  }
}
