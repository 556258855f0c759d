package dev.sluice.cli.run;

import dev.sluice.core.run.RunId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a run id on the command line. */
final class RunIdConverter implements ITypeConverter<RunId> {
  @Override
  public RunId convert(String text) {
    try {
      return RunId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
