package dev.sluice.core.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * Ticks where the clocks of a zone show what a cron expression says. The library only finds local times; what they mean when the clocks
 * are changed is decided here, as cron of Debian and its relatives decide it:
 *
 * <ul>
 *   <li>An expression that names hours ticks once for each local time. One that the clocks jump over comes at the jump; one that they
 *       show twice comes the first time.
 *   <li>An expression for every hour ({@code *}) ticks whenever the clocks show it: not at what they jump over, and again at what they
 *       repeat, so that its rhythm goes on.
 * </ul>
 */
final class CronTimes implements Recurrence {
  private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final String expression;
  private final ExecutionTime localTimes;
  private final boolean everyHour;
  private final ZoneId zone;

  private CronTimes(String expression, Cron cron, ZoneId zone) {
    this.expression = expression;
    this.localTimes = ExecutionTime.forCron(cron);
    this.everyHour = cron.retrieve(CronFieldName.HOUR).getExpression() instanceof Always;
    this.zone = zone;
  }

  static CronTimes parse(String expression, ZoneId zone) {
    Cron cron;
    try {
      cron = PARSER.parse(expression);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + expression + "\" is no cron expression of the five fields minute, hour, day of month,"
          + " month, day of week: " + e.getMessage(), e);
    }
    CronTimes times = new CronTimes(expression, cron, zone);
    if (times.find(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
      throw new IllegalArgumentException("\"" + expression + "\" names no day that there is");
    }
    return times;
  }

  @Override
  public Instant after(Instant instant) {
    return everyHour ? everyShowing(instant) : oncePerLocalTime(instant);
  }

  private Instant oncePerLocalTime(Instant instant) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
    while (true) {
      local = next(local);
      ZoneOffsetTransition jump = zone.getRules().getTransition(local);
      // Of two offsets, ofLocal takes that before the clocks are set back.
      Instant tick = jump != null && jump.isGap() ? jump.getInstant() : ZonedDateTime.ofLocal(local, zone, null).toInstant();
      if (tick.isAfter(instant)) {
        return tick;
      }
    }
  }

  /** Between two changes of the clocks the offset stands still, so a local time there is one instant. */
  private Instant everyShowing(Instant instant) {
    Instant since = instant;
    while (true) {
      ZoneOffset offset = zone.getRules().getOffset(since);
      Instant tick = next(LocalDateTime.ofInstant(since, offset)).toInstant(offset);
      ZoneOffsetTransition change = zone.getRules().nextTransition(since);
      if (change == null || tick.isBefore(change.getInstant())) {
        return tick;
      }
      LocalDateTime shown = change.getDateTimeAfter();
      if (next(shown.minusNanos(1)).equals(shown)) {
        return change.getInstant();
      }
      since = change.getInstant();
    }
  }

  private LocalDateTime next(LocalDateTime local) {
    return find(local).orElseThrow(() -> new IllegalStateException("\"" + expression + "\" has no tick after " + local));
  }

  /** On the clocks of UTC every local time exists, and once. */
  private Optional<LocalDateTime> find(LocalDateTime after) {
    return localTimes.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }

  @Override
  public String toString() {
    return expression + " in " + zone;
  }
}
