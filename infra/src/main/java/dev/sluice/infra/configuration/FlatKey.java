package dev.sluice.infra.configuration;

import java.util.Locale;

/** How constants are called in a stack file: {@code DATABASE_NAME} is {@code databaseName}. */
public final class FlatKey {
  private FlatKey() {}

  /** Returns the camel-case key of a constant. */
  public static String of(Enum<?> constant) {
    StringBuilder key = new StringBuilder();
    for (String word : constant.name().split("_")) {
      String lower = word.toLowerCase(Locale.ROOT);
      key.append(key.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return key.toString();
  }
}
