package dev.sluice.infra;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A rule that refuses a stack.
 *
 * @param name how refusals and tests call it
 * @param rule says what is wrong and how to put it right; empty where nothing is
 */
record Guard(String name, Function<StackConfiguration, Optional<String>> rule) {
  /** Returns a refusal if something is wrong. */
  static Optional<String> refuseIf(boolean wrong, String reason, Object... values) {
    Object[] readable = Arrays.stream(values).map(value -> value instanceof Duration length ? text(length) : value).toArray();
    return wrong ? Optional.of(reason.formatted(readable)) : Optional.empty();
  }

  /** Whether a length of time is what AWS would be told of it where it counts in days. */
  static boolean isWholeDays(Duration length) {
    return length.equals(Duration.ofDays(length.toDays()));
  }

  /** Writes a length of time as stack files do: {@code 2m30s}. */
  static String text(Duration length) {
    return length.toString().replaceFirst("^PT", "").toLowerCase(Locale.ROOT);
  }
}
