package dev.sluice.infra;

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
    return wrong ? Optional.of(reason.formatted(values)) : Optional.empty();
  }
}
