package dev.sluice.tests.emulator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the CLI's commands took, for the one line that the suite prints; nothing is judged by it. */
final class Stopwatch {
  private final Map<String, Long> seconds = new LinkedHashMap<>();

  /** Notes a command's time and hands its events on. */
  Update note(String name, Update update) {
    seconds.put(name, update.took().toSeconds());
    return update;
  }

  /** Adds commands' times up under a name. */
  void sum(String name, String... parts) {
    seconds.put(name, Arrays.stream(parts).mapToLong(seconds::get).sum());
  }

  @Override
  public String toString() {
    return seconds.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue() + " s")
        .collect(Collectors.joining(", ", "Pulumi CLI against MiniStack: ", ""));
  }
}
