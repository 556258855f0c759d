package dev.sluice.adapters.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.contract.UnusableSettingsException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up where log lines go. Programmatic, since reading XML costs a tenth of a second at every start. */
final class ServiceLog {
  private static final Set<String> LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG");
  /** Libraries that tell every step at INFO. */
  private static final List<String> TALKATIVE = List.of("software.amazon.awssdk", "com.zaxxer.hikari", "org.flywaydb", "io.netty");

  private ServiceLog() {}

  /**
   * Sends a service's log lines to standard output, where ECS's log driver reads them.
   *
   * @throws UnusableSettingsException if the level is not one of the four
   */
  static void open(ServiceKind kind, String level) {
    if (!LEVELS.contains(level)) {
      throw new UnusableSettingsException(
          List.of(Setting.LOG_LEVEL.key() + " = \"" + level + "\" is not usable: expected ERROR, WARN, INFO or DEBUG"));
    }
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      attach(context, "System.out", kind.label(), Level.valueOf(level));
    }
  }

  static void attach(LoggerContext context, String target, String service, Level level) {
    LineLayout layout = new LineLayout(service);
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget(target);
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    context.getLogger("com.cronutils").setLevel(Level.WARN); // at DEBUG it prints stack traces of what it expects
    if (level.isGreaterOrEqual(Level.INFO)) {
      Level quiet = level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
      TALKATIVE.forEach(name -> context.getLogger(name).setLevel(quiet));
    }
  }
}
