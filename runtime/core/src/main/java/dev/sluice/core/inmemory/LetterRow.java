package dev.sluice.core.inmemory;

import dev.sluice.core.store.DeadLetter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A dead letter in memory, and what became of its message. Guarded by its store's lock. */
final class LetterRow {
  final DeadLetter letter;
  boolean sent;
  /** When it was redriven or dropped; null while it is in quarantine. */
  @Nullable Instant leftAt;

  LetterRow(DeadLetter letter) {
    this.letter = letter;
  }
}
