package dev.sluice.localstack.ecs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An unpacked image: a folder, and how its program is started.
 *
 * @param folder where it is unpacked
 * @param entryPoint first words of the command
 * @param command further words, which a task definition may replace
 * @param environment variables that the image sets
 * @param workingFolder where the program starts
 */
public record Image(Path folder, List<String> entryPoint, List<String> command, Map<String, String> environment,
    Path workingFolder) {
  public Image {
    entryPoint = List.copyOf(entryPoint);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
