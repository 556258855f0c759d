package dev.sluice.cli.preview;

import java.util.Locale;

/** For whom a preview is written. */
enum PreviewFormat {
  /** A person at a terminal. */
  TEXT,
  /** A pull request. */
  MARKDOWN,
  /** A program. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
