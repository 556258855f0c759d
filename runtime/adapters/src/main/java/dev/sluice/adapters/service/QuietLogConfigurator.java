package dev.sluice.adapters.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Where log lines go until a service says otherwise: warnings to standard error, so that tools keep their standard output to
 * themselves. Found by Logback through the service loader.
 */
public final class QuietLogConfigurator extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext loggerContext) {
    ServiceLog.attach(loggerContext, "System.err", "sluice", Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
