package dev.sluice.adapters.service;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;

/**
 * One line an event: time, level, service, logger, then run, op and attempt where the thread works for one, then the message. Line
 * breaks of messages and stack traces become {@code " | "}, since CloudWatch takes each line for an event of its own.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {
  /** Names in the diagnostic context, in the order in which they are written. */
  private static final List<String> CONTEXT = List.of("run", "op", "attempt");
  private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final String service;

  LineLayout(String service) {
    this.service = service;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    String logger = event.getLoggerName();
    TIME.formatTo(event.getInstant(), line);
    line.append(' ').append(event.getLevel()).append(' ').append(service).append(' ')
        .append(logger, logger.lastIndexOf('.') + 1, logger.length());
    Map<String, String> context = event.getMDCPropertyMap();
    for (String name : CONTEXT) {
      String value = context.get(name);
      if (value != null) {
        line.append(' ').append(name).append('=').append(value);
      }
    }
    line.append(": ").append(oneLine(event.getFormattedMessage()));
    IThrowableProxy failure = event.getThrowableProxy();
    if (failure != null) {
      line.append(" | ").append(oneLine(ThrowableProxyUtil.asString(failure)));
    }
    return line.append('\n').toString();
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\R\\s*", " | ");
  }
}
