package dev.sluice.tests.conformance.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What MiniStack does not give back, by type, as the suite with the real CLI excepts it. That suite needs the CLI and is a module of its
 * own, so that its one list is read from its source.
 */
final class EmulatorLossList {
  static final Path SOURCE = Path.of("..", "emulator", "src", "test", "java", "dev", "sluice", "tests", "emulator", "EmulatorLosses.java");
  private static final Pattern ENTRY = Pattern.compile("\"(aws:[^\"]+)\",\\s*Set\\.of\\(([^)]*)\\)");

  private EmulatorLossList() {}

  static Map<String, String> read() throws IOException {
    Map<String, String> losses = new TreeMap<>();
    Matcher entry = ENTRY.matcher(Files.readString(SOURCE));
    while (entry.find()) {
      losses.put(entry.group(1), Pattern.compile("\\s*,\\s*").splitAsStream(entry.group(2).strip())
          .map(property -> property.replace("\"", "")).sorted().collect(Collectors.joining(", ")));
    }
    return losses;
  }
}
