package dev.sluice.adapters.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a health endpoint says.
 *
 * @param ok whether all is well: 200, or 503
 * @param checks a few words for each thing that was looked at, by its name
 */
public record Health(boolean ok, Map<String, String> checks) {
  public Health {
    checks = Map.copyOf(checks);
  }

  /** All is well, nothing more to say. */
  public static Health healthy() {
    return new Health(true, Map.of());
  }

  /** Adds what was found: {@code good} if the check passed, {@code bad} otherwise. */
  public Health and(String name, boolean passed, String good, String bad) {
    Map<String, String> all = new LinkedHashMap<>(checks);
    all.put(name, passed ? good : bad);
    return new Health(ok && passed, all);
  }

  /** Shows what was found, which decides nothing. */
  public Health note(String name, boolean found, String good, String bad) {
    return new Health(ok, and(name, found, good, bad).checks);
  }
}
