package dev.sluice.infra.preview.price;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The prices of a region, and which of them an estimate has asked for. For one thread. */
final class UsedPrices {
  private final RegionPrices prices;
  private final Set<String> used = new TreeSet<>();

  UsedPrices(RegionPrices prices) {
    this.prices = prices;
  }

  BigDecimal of(String item) {
    used.add(item);
    return prices.of(item);
  }

  BigDecimal of(String item, String kind) {
    used.add(item + "." + kind);
    return prices.of(item, kind);
  }

  /** Returns those asked for that no second source confirms. */
  List<String> unchecked() {
    return used.stream().filter(key -> !prices.checks().containsKey(key)).toList();
  }
}
