package dev.sluice.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.core.api.ApiJson;
import picocli.CommandLine.Option;

/** {@code --json}: results for programs. */
public final class JsonOption {
  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  public boolean isAsked() {
    return json;
  }

  /** Writes a value on one line. */
  public static String line(Object value) {
    return write(value, false);
  }

  /** Writes a value for a person to read. */
  public static String pretty(Object value) {
    return write(value, true);
  }

  private static String write(Object value, boolean pretty) {
    try {
      return pretty ? ApiJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value) : ApiJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result is always writable", e);
    }
  }
}
