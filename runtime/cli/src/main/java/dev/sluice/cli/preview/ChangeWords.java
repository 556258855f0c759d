package dev.sluice.cli.preview;

import dev.sluice.infra.preview.diff.ChangeKind;
import dev.sluice.infra.preview.diff.PropertyChange;
import dev.sluice.infra.preview.diff.ResourceChange;
import dev.sluice.infra.preview.diff.StackDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says in words what changes. */
final class ChangeWords {
  /** Longer values are cut; the JSON form has them whole. */
  private static final int LONGEST = 160;
  /** What is said of a value that AWS has yet to choose. */
  static final String KNOWN_LATER = "known after the update";

  private ChangeWords() {}

  /** "1 created, 2 updated, 0 replaced, 0 deleted, 107 unchanged". */
  static String counts(StackDiff diff) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<ChangeKind, Long> count : diff.counts().entrySet()) {
      words.add(count.getValue() + " " + count.getKey().participle());
    }
    return String.join(", ", words);
  }

  /** "replaced because of dbName, engine". */
  static String what(ResourceChange change) {
    List<String> reasons = change.properties().stream().filter(PropertyChange::forcesReplacement).map(PropertyChange::path).toList();
    return change.kind().participle() + (change.kind() == ChangeKind.REPLACE ? " because of " + String.join(", ", reasons) : "");
  }

  /** "rds.Instance database is replaced: every run is lost". */
  static String loss(ResourceChange change) {
    return change.resource().title() + " is " + change.kind().participle() + ", and with it goes " + change.loss().orElse("nothing");
  }

  /** "dbName: sluice → other  (forces replacement)". */
  static String property(PropertyChange change) {
    return change.path() + ": " + change.before().map(ChangeWords::shown).orElse("(not set)") + " → " + after(change)
        + (change.forcesReplacement() ? "  (forces replacement)" : "");
  }

  private static String after(PropertyChange change) {
    String after = change.after().map(ChangeWords::shown).orElse("(not set)");
    if (!change.isUnknown()) {
      return after;
    }
    return change.before().equals(change.after()) ? KNOWN_LATER : after + "  (" + KNOWN_LATER + ")";
  }

  private static String shown(String value) {
    String line = value.replace("\r", "").replace("\n", "\\n");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
