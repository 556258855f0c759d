package dev.sluice.cli.preview;

import dev.sluice.infra.preview.diff.PropertyChange;
import dev.sluice.infra.preview.diff.ResourceChange;
import dev.sluice.infra.preview.diff.StackDiff;
import dev.sluice.infra.preview.price.StackPrice;

/**
 * Writes a preview for a pull request. Its first line is a mark by which a later preview of the same stack finds and replaces it.
 */
final class PreviewMarkdown {
  /** GitHub takes comments of up to 65,536 characters. */
  private static final int MOST = 60_000;

  private final StringBuilder text = new StringBuilder();

  private PreviewMarkdown() {}

  static String of(Preview preview) {
    PreviewMarkdown writer = new PreviewMarkdown();
    writer.line("<!-- sluice preview " + preview.declared().stack() + " -->");
    writer.line("### Preview of stack `" + preview.declared().stack() + "`"
        + preview.comparison().map(comparison -> " against `" + comparison.against() + "`").orElse(""));
    writer.line("");
    preview.comparison().ifPresentOrElse(writer::diff, () -> writer.tree(preview));
    preview.price().ifPresent(writer::price);
    return writer.text.toString();
  }

  private void tree(Preview preview) {
    fence("", ResourceTree.of(preview.declared()));
  }

  private void diff(Preview.Comparison comparison) {
    StackDiff diff = comparison.diff();
    if (diff.isEmpty()) {
      line("Nothing changes.");
      return;
    }
    line("**" + ChangeWords.counts(diff) + "**");
    line("");
    if (!diff.losses().isEmpty()) {
      line("> [!CAUTION]");
      line("> **Data loss**");
      diff.losses().forEach(change -> line("> - " + ChangeWords.loss(change)));
      line("");
    }
    if (!diff.changed().isEmpty()) {
      line("| | Resource | What | Note |");
      line("| --- | --- | --- | --- |");
      diff.changed().forEach(change -> line("| " + change.kind().sign() + " | `" + change.resource().title() + "` | "
          + cell(ChangeWords.what(change)) + " | " + note(change) + " |"));
      line("");
    }
    details(diff);
  }

  private static String note(ResourceChange change) {
    String loss = change.loss().isPresent() ? "**data loss**" : "";
    return change.isRefused() ? (loss + " Pulumi refuses: protected").strip() : loss;
  }

  private void details(StackDiff diff) {
    StringBuilder lines = new StringBuilder();
    for (ResourceChange change : diff.changed()) {
      if (!change.properties().isEmpty()) {
        lines.append("@@ ").append(change.resource().title()).append(" @@\n");
        change.properties().forEach(property -> sides(lines, property));
      }
    }
    if (!diff.outputs().isEmpty()) {
      lines.append("@@ outputs @@\n");
      diff.outputs().forEach(output -> sides(lines, output));
    }
    if (lines.isEmpty()) {
      return;
    }
    line("<details><summary>Properties</summary>");
    line("");
    fence("diff", lines.length() <= MOST
        ? lines.toString() : lines.substring(0, MOST) + "\n… the rest stands in the job's log\n");
    line("");
    line("`${type:name.property}` stands for a value that only AWS knows.");
    line("");
    line("</details>");
    line("");
  }

  private static void sides(StringBuilder lines, PropertyChange change) {
    change.before().ifPresent(before -> lines.append("- ").append(change.path()).append(": ").append(one(before)).append('\n'));
    change.after().ifPresent(after -> lines.append("+ ").append(change.path()).append(": ").append(one(after))
        .append(change.isUnknown() ? "  (" + ChangeWords.KNOWN_LATER + ")" : "").append('\n'));
    if (change.forcesReplacement()) {
      lines.append("! forces replacement\n");
    }
  }

  private static String one(String value) {
    return value.replace("\r", "").replace("\n", "\\n");
  }

  private void price(Preview.Pricing pricing) {
    StackPrice now = pricing.now();
    line("**Idle month: " + pricing.before().map(before -> Money.dollars(before.idleMonth()) + " → ").orElse("")
        + Money.dollars(now.idleMonth()) + " USD**, a thousand jobs: at most " + Money.fine(now.thousandJobsAtMost())
        + " USD (" + now.region() + ", list prices of " + now.asOf() + ")");
    line("");
    pricing.verdict().ifPresent(verdict -> line((verdict.holds() ? "" : "> [!WARNING]\n> ") + verdict.sentence() + "\n"));
    line("<details><summary>Price</summary>");
    line("");
    line("| What | Quantity | Unit | Price | Amount |");
    line("| --- | ---: | --- | ---: | ---: |");
    now.idle().forEach(each -> line("| " + cell(each.what()) + " | " + Money.quantity(each.quantity()) + " | "
        + each.unit() + " | " + each.price().stripTrailingZeros().toPlainString() + " | " + Money.dollars(each.amount()) + " |"));
    line("");
    now.assumptions().forEach(sentence -> line("- assumed: " + sentence));
    now.notCounted().forEach(sentence -> line("- not counted: " + sentence));
    if (!now.unchecked().isEmpty()) {
      line("- not checked against a second source: " + String.join(", ", now.unchecked()));
    }
    line("");
    line(pricing.table().note());
    line("");
    line("</details>");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  /** A fence within the text would end the block. */
  private void fence(String language, String content) {
    line("```" + language);
    text.append(content.replace("```", "'''"));
    line("```");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
