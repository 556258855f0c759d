package dev.sluice.contract;

/** The form a setting's text must have. */
public enum SettingType {
  /** Any text that is not blank. */
  TEXT("text"),
  /** Text that is never printed, logged or exported in the clear. */
  SECRET("secret text"),
  /** {@code true} or {@code false}. */
  BOOLEAN("true or false"),
  /** A whole number, zero or more. */
  INTEGER("whole number"),
  /** A number with an optional fraction, zero or more. */
  DECIMAL("number"),
  /** A length of time: {@code 250ms}, {@code 15s}, {@code 5m}, {@code 2h}, {@code 1d} or ISO-8601 ({@code PT15S}). */
  DURATION("duration, such as 250ms, 15s, 5m, 2h, 1d"),
  /** An amount of memory: {@code 512}, {@code 256KiB}, {@code 1MiB}. */
  BYTES("bytes, such as 512, 256KiB, 1MiB"),
  /** An absolute {@code http} or {@code https} address. */
  URL("http or https address"),
  /** Names separated by commas: {@code default,bulk}. */
  NAMES("names separated by commas"),
  /** A JSON object whose values are text: {@code {"default":"https://..."}}. */
  MAP("JSON object of text values");

  private final String form;

  SettingType(String form) {
    this.form = form;
  }

  /** Says in words what a value must look like, for messages and the generated reference. */
  public String form() {
    return form;
  }
}
