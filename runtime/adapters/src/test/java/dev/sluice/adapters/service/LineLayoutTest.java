package dev.sluice.adapters.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineLayoutTest {
  private static String line(String message, Map<String, String> context, @Nullable Throwable failure) {
    LoggerContext loggers = new LoggerContext();
    LoggingEvent event = new LoggingEvent("", loggers.getLogger("dev.sluice.worker.Worker"), Level.INFO, message, failure, null);
    event.setInstant(Instant.parse("2026-11-21T00:00:00.120Z"));
    event.setMDCPropertyMap(context);
    return new LineLayout("worker").doLayout(event);
  }

  @Test
  void runOpAndAttemptStandBeforeTheMessage() {
    assertThat(line("counting", Map.of("attempt", "2", "op", "count", "run", "r1"), null))
        .isEqualTo("2026-11-21T00:00:00.120Z INFO worker Worker run=r1 op=count attempt=2: counting\n");
  }

  @Test
  void aMessageWithLineBreaksAndAStackTraceStayOneLine() {
    String line = line("first\n  second\r\n", Map.of(), new IllegalStateException("broken"));

    assertThat(line).startsWith("2026-11-21T00:00:00.120Z INFO worker Worker: first | second | java.lang.IllegalStateException: broken | at ");
    assertThat(line.lines()).hasSize(1);
  }
}
