package dev.sluice.tests.emulator;

import java.util.Map;
import java.util.TreeMap;

/** What the suite configures beside the stack file. */
final class Choices {
  static final int MAX_RECEIVES = 3;

  /** What the stack file leaves out for emulators' sake and MiniStack can do, so that every component is tried. */
  private static final Map<String, String> EVERYTHING = Map.of(
      "sluice:networkMode", "awsvpc",
      "sluice:egress", "nat",
      "sluice:discovery", "true",
      "sluice:alarms", "true",
      "sluice:dashboard", "true",
      "sluice:queueTlsOnly", "true",
      "sluice:imageRepositories", "true",
      "sluice:chaos", "true",
      "sluice:maxReceives", Integer.toString(MAX_RECEIVES));

  private Choices() {}

  /** Returns the keys of a stack with everything in it, and with two queues. */
  static Map<String, String> everythingWithQueues(String first, String second) {
    Map<String, String> keys = new TreeMap<>(EVERYTHING);
    keys.put("sluice:queues", first + "," + second);
    // As in the stack file, but serving all queues.
    keys.put("sluice:workerPools", "[{\"name\": \"default\", \"memory\": 512, \"min\": 2, \"max\": 8, \"desired\": 4}]");
    return keys;
  }
}
