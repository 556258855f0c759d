package dev.sluice.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What the figures were measured on.
 *
 * @param at when
 * @param processors that the JVM may use
 * @param java runtime
 * @param system operating system
 * @param load average of runnable processes over the last minute before the start; empty text where the system does not say
 */
record Machine(Instant at, int processors, String java, String system, String load) {
  static Machine ofThis() {
    return new Machine(Instant.now(), Runtime.getRuntime().availableProcessors(), Runtime.version().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"), loadAverage());
  }

  private static String loadAverage() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    } catch (IOException e) {
      return "";
    }
  }

  String day() {
    return at.toString().substring(0, 10);
  }
}
