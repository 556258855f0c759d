package dev.sluice.cli.preview;

import dev.sluice.cli.terminal.Table;
import dev.sluice.infra.preview.diff.ResourceChange;
import dev.sluice.infra.preview.diff.StackDiff;
import dev.sluice.infra.preview.price.PriceLine;
import dev.sluice.infra.preview.price.StackPrice;

/** Writes a preview for a person at a terminal. */
final class PreviewText {
  private final StringBuilder text = new StringBuilder();

  private PreviewText() {}

  static String of(Preview preview) {
    PreviewText writer = new PreviewText();
    preview.comparison().ifPresentOrElse(
        comparison -> writer.diff(preview, comparison),
        () -> writer.text.append(ResourceTree.of(preview.declared())));
    preview.price().ifPresent(writer::price);
    return writer.text.toString();
  }

  private void diff(Preview preview, Preview.Comparison comparison) {
    StackDiff diff = comparison.diff();
    line("stack " + preview.declared().stack() + " in " + preview.declared().region() + ", against " + comparison.against());
    if (diff.isEmpty()) {
      line("nothing changes");
      return;
    }
    diff.changed().forEach(this::change);
    if (!diff.outputs().isEmpty()) {
      line("outputs");
      diff.outputs().forEach(output -> line("    " + ChangeWords.property(output)));
    }
    line(ChangeWords.counts(diff));
    line("${type:name.property} stands for a value that only AWS knows.");
    if (!diff.losses().isEmpty()) {
      line("");
      line("DATA LOSS");
      diff.losses().forEach(change -> line("  " + ChangeWords.loss(change)));
    }
  }

  private void change(ResourceChange change) {
    line(change.kind().sign() + " " + change.resource().title() + "  " + ChangeWords.what(change));
    change.loss().ifPresent(loss -> line("    DATA LOSS: " + loss));
    if (change.isRefused()) {
      line("    Pulumi will refuse: it is protected");
    }
    change.properties().forEach(property -> line("    " + ChangeWords.property(property)));
  }

  private void price(Preview.Pricing pricing) {
    StackPrice now = pricing.now();
    line("");
    line("an idle month in " + now.region() + ", US dollars at the list prices of " + now.asOf());
    Table idle = new Table("WHAT", "QUANTITY", "UNIT", "PRICE", "AMOUNT");
    now.idle().forEach(each -> row(idle, each, Money.dollars(each.amount())));
    text.append(idle);
    line("idle month: " + pricing.before().map(before -> Money.dollars(before.idleMonth()) + " → ").orElse("")
        + Money.dollars(now.idleMonth()) + " USD");
    now.thousandJobs().forEach(pool -> {
      line("");
      line("a thousand jobs on " + pool.pool());
      Table jobs = new Table("WHAT", "QUANTITY", "UNIT", "PRICE", "AMOUNT");
      pool.lines().forEach(each -> row(jobs, each, Money.fine(each.amount())));
      text.append(jobs);
      line("a thousand jobs: " + Money.fine(pool.amount()) + " USD");
    });
    line("");
    now.assumptions().forEach(sentence -> line("assumed: " + sentence));
    now.notCounted().forEach(sentence -> line("not counted: " + sentence));
    if (!now.unchecked().isEmpty()) {
      line("not checked against a second source: " + String.join(", ", now.unchecked()));
    }
    pricing.table().sources().forEach(source -> line("source: " + source));
    line(pricing.table().note());
    pricing.verdict().ifPresent(verdict -> line(verdict.sentence()));
  }

  private static void row(Table table, PriceLine line, String amount) {
    String price = line.price().stripTrailingZeros().toPlainString();
    table.row(line.what(), Money.quantity(line.quantity()), line.unit(), price, amount);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
