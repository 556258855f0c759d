package dev.sluice.core.job;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.schedule.Recurrence;
import dev.sluice.core.schedule.Schedule;
import dev.sluice.core.schedule.ScheduleDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schedule as it was written, not checked against anything yet. */
record ScheduleDraft(Schedule schedule, @Nullable Object input) {
  /** Sizes are bounded where runs are submitted; what is asked here is whether the job could read it. */
  private static final Payloads ANY_SIZE = new Payloads(Long.MAX_VALUE);

  String name(String job) {
    return schedule.suffix() == null ? job : job + "." + schedule.suffix();
  }

  /** Returns the definition, after adding to the problems what is wrong with it. */
  ScheduleDefinition define(String job, Class<?> inputType, List<String> problems) {
    String name = name(job);
    String what = "schedule \"" + name + "\"";
    if (!IdempotencyKey.isOpKey(name) || name.endsWith("]")) {
      problems.add(what + ": a name is lower-case letters, digits, dot, dash or underscore, at most "
          + IdempotencyKey.MAX_OP_KEY_LENGTH);
    }
    try {
      Recurrence.parse(schedule.when(), schedule.zone());
    } catch (IllegalArgumentException e) {
      problems.add(what + ": " + e.getMessage());
    }
    String json = "null";
    try {
      json = ANY_SIZE.write(input, "its input");
      ANY_SIZE.parse(json, inputType, "its input");
    } catch (UnusablePayloadException e) {
      problems.add(what + ": " + e.getMessage());
    }
    return new ScheduleDefinition(name, job, schedule.when(), schedule.zone(), schedule.missed(), json);
  }
}
