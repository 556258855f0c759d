package dev.sluice.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.CliExit;
import dev.sluice.core.api.ApiJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** JSON as an argument: the text itself, {@code @FILE}, or {@code -} for standard input. */
public final class JsonArgument {
  private JsonArgument() {}

  /**
   * Reads it.
   *
   * @throws UserError if it is empty or no JSON, or there is no such file
   */
  public static JsonNode read(String argument) throws IOException {
    try {
      JsonNode input = ApiJson.mapper().readTree(bytes(argument));
      if (input.isMissingNode()) {
        throw new UserError(CliExit.USAGE, "the input is empty" + (argument.equals("-") ? ", nothing came on standard input" : "")
            + ": give JSON, such as {} or null");
      }
      return input;
    } catch (JsonProcessingException e) {
      throw new UserError(CliExit.USAGE, "the input is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  private static byte[] bytes(String argument) throws IOException {
    if (argument.equals("-")) {
      return System.in.readAllBytes();
    }
    if (!argument.startsWith("@")) {
      return argument.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Files.readAllBytes(Path.of(argument.substring(1)));
    } catch (NoSuchFileException e) {
      throw new UserError(CliExit.USAGE, "there is no file " + argument.substring(1));
    }
  }
}
