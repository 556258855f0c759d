package dev.sluice.infra.configuration;

import dev.sluice.contract.SettingText;
import dev.sluice.contract.SettingType;

/** The form that the value of a key in a stack file must have. */
public enum ConfigurationType {
  /** Any text. */
  TEXT("text"),
  /** A whole number, zero or more. */
  INTEGER("whole number"),
  /** {@code true} or {@code false}. */
  BOOLEAN("true or false"),
  /** A length of time: {@code 15s}, {@code 5m}, {@code 2h}, {@code 7d}. */
  DURATION("duration, such as 15s, 5m, 2h, 7d"),
  /** A list, or names separated by commas; may be empty. */
  NAMES("list of names"),
  /** A list of objects, one a worker pool. */
  POOLS("list of worker pools");

  private final String form;

  ConfigurationType(String form) {
    this.form = form;
  }

  /** Says in words what a value must look like. */
  public String form() {
    return form;
  }

  /** Refuses text of another form with {@link IllegalArgumentException}. */
  void check(String text) {
    boolean good = switch (this) {
      case TEXT, NAMES, POOLS -> true;
      case BOOLEAN -> text.equals("true") || text.equals("false");
      case INTEGER -> isUsable(SettingType.INTEGER, text);
      case DURATION -> isUsable(SettingType.DURATION, text);
    };
    if (!good) {
      throw new IllegalArgumentException("expected " + form);
    }
  }

  private static boolean isUsable(SettingType type, String text) {
    try {
      SettingText.check(type, text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
