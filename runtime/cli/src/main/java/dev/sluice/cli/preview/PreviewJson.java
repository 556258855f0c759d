package dev.sluice.cli.preview;

import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.infra.preview.diff.ChangeKind;
import dev.sluice.infra.preview.diff.PropertyChange;
import dev.sluice.infra.preview.diff.ResourceChange;
import dev.sluice.infra.preview.diff.StackDiff;
import dev.sluice.infra.preview.price.PriceLine;
import dev.sluice.infra.preview.price.StackPrice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a preview for programs. Values are whole; amounts are US dollars. */
final class PreviewJson {
  private PreviewJson() {}

  static String of(Preview preview) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("stack", preview.declared().stack());
    document.put("region", preview.declared().region());
    preview.comparison().ifPresentOrElse(
        comparison -> {
          document.put("against", comparison.against());
          document.put("diff", diff(comparison.diff()));
        },
        () -> {
          document.put("resources", preview.declared().resources());
          document.put("outputs", preview.declared().outputs());
        });
    preview.price().ifPresent(pricing -> document.put("price", price(pricing)));
    return JsonOption.pretty(document) + "\n";
  }

  private static Map<String, Object> diff(StackDiff diff) {
    Map<String, Object> counts = new LinkedHashMap<>();
    diff.counts().forEach((kind, count) -> counts.put(word(kind), count));
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("counts", counts);
    written.put("dataLoss", !diff.losses().isEmpty());
    written.put("changes", diff.changed().stream().map(PreviewJson::change).toList());
    written.put("outputs", diff.outputs().stream().map(PreviewJson::property).toList());
    return written;
  }

  private static String word(ChangeKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> change(ResourceChange change) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("kind", word(change.kind()));
    written.put("type", change.resource().type());
    written.put("name", change.resource().name());
    written.put("key", change.resource().key());
    change.loss().ifPresent(loss -> written.put("dataLoss", loss));
    written.put("refused", change.isRefused());
    written.put("properties", change.properties().stream().map(PreviewJson::property).toList());
    return written;
  }

  private static Map<String, Object> property(PropertyChange change) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("path", change.path());
    change.before().ifPresent(value -> written.put("before", value));
    change.after().ifPresent(value -> written.put("after", value));
    written.put("unknown", change.isUnknown());
    written.put("forcesReplacement", change.forcesReplacement());
    return written;
  }

  private static Map<String, Object> price(Preview.Pricing pricing) {
    StackPrice now = pricing.now();
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("asOf", now.asOf().toString());
    written.put("idleMonth", Money.dollars(now.idleMonth()));
    pricing.before().ifPresent(before -> written.put("idleMonthBefore", Money.dollars(before.idleMonth())));
    written.put("thousandJobsAtMost", Money.fine(now.thousandJobsAtMost()));
    written.put("idle", lines(now.idle()));
    written.put("thousandJobs", now.thousandJobs().stream()
        .map(pool -> Map.of("pool", pool.pool(), "amount", Money.fine(pool.amount()), "lines", lines(pool.lines()))).toList());
    written.put("assumptions", now.assumptions());
    written.put("notCounted", now.notCounted());
    written.put("unchecked", now.unchecked());
    written.put("sources", pricing.table().sources());
    written.put("note", pricing.table().note());
    pricing.verdict().ifPresent(verdict ->
        written.put("budget", Map.of("holds", verdict.holds(), "sentence", verdict.sentence())));
    return written;
  }

  private static List<Map<String, Object>> lines(List<PriceLine> lines) {
    return lines.stream().map(line -> {
      Map<String, Object> written = new LinkedHashMap<>();
      written.put("what", line.what());
      written.put("quantity", Money.quantity(line.quantity()));
      written.put("unit", line.unit());
      written.put("price", line.price().stripTrailingZeros().toPlainString());
      written.put("amount", Money.fine(line.amount()));
      return written;
    }).toList();
  }
}
