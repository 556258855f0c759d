package dev.sluice.cli.terminal;

import dev.sluice.contract.SettingText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as the settings do: {@code 250ms}, {@code 30s}, {@code 5m}. */
public final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return SettingText.duration(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("\"" + text + "\": " + e.getMessage());
    }
  }
}
