package dev.sluice.worker;

import java.util.random.RandomGenerator;

/** Names a worker process: pool, host, and chance, since a restarted container may keep its host's name. */
final class WorkerId {
  private WorkerId() {}

  static String next(String pool, RandomGenerator random) {
    String host = System.getenv().getOrDefault("HOSTNAME", "local");
    return pool + "@" + host + "-" + String.format("%06x", random.nextInt(1 << 24));
  }
}
