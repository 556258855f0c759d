package dev.sluice.cli;

import dev.sluice.cli.terminal.UserError;
import dev.sluice.contract.UnusableSettingsException;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.client.CoordinatorUnreachableException;
import dev.sluice.infra.configuration.UnusableConfigurationException;
import dev.sluice.infra.preview.UndeclarableStackException;
import dev.sluice.infra.preview.price.UnknownPriceException;
import dev.sluice.simulator.history.UnreadableHistoryException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Makes of an exception a message and an exit code; a stack trace is shown for defects only. */
final class Failures implements IExecutionExceptionHandler {
  private static final int SERVER_ERROR = 500;

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    int code = exitCode(failure);
    if (code == CliExit.BROKEN) {
      command.getErr().println("sluice: this is a defect of sluice, please report it:");
      failure.printStackTrace(command.getErr());
    } else if (code != CliExit.INTERRUPTED) {
      command.getErr().println("sluice: " + words(failure));
    }
    return code;
  }

  /** What the JDK says of a file is often nothing but its name. */
  private static String words(Exception failure) {
    if (failure instanceof FileSystemException trouble && trouble.getReason() == null && trouble.getFile() != null) {
      Path parent = Path.of(trouble.getFile()).toAbsolutePath().getParent();
      boolean missing = failure instanceof NoSuchFileException;
      return trouble.getFile() + ": " + (missing && parent != null && !Files.isDirectory(parent) ? "there is no folder " + parent
          : missing ? "there is no such file"
          : failure instanceof AccessDeniedException ? "access is denied"
          : failure.getClass().getSimpleName());
    }
    return String.valueOf(failure.getMessage());
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof UserError error) {
      return error.exitCode();
    }
    if (failure instanceof ApiException refused) {
      return refused.problem().status() >= SERVER_ERROR ? CliExit.UNAVAILABLE : CliExit.USAGE;
    }
    if (failure instanceof UnusableSettingsException
        || failure instanceof UnusableConfigurationException
        || failure instanceof UndeclarableStackException
        || failure instanceof UnknownPriceException
        || failure instanceof UnreadableHistoryException) {
      return CliExit.USAGE;
    }
    if (failure instanceof CoordinatorUnreachableException || failure instanceof IOException) {
      return CliExit.UNAVAILABLE;
    }
    return failure instanceof InterruptedException ? CliExit.INTERRUPTED : CliExit.BROKEN;
  }
}
