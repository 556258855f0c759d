package dev.sluice.cli.preview;

import dev.sluice.infra.preview.DeclaredStack;
import dev.sluice.infra.preview.diff.StackDiff;
import dev.sluice.infra.preview.price.Budget;
import dev.sluice.infra.preview.price.PriceTable;
import dev.sluice.infra.preview.price.StackPrice;
import java.util.Optional;

/**
 * All that a preview found out, to be written in one form or another.
 *
 * @param declared the stack
 * @param comparison what it was compared with
 * @param price what it costs, if that was asked
 */
record Preview(DeclaredStack declared, Optional<Comparison> comparison, Optional<Pricing> price) {
  /**
   * A comparison.
   *
   * @param against what people call the other declaration
   * @param diff what differs
   */
  record Comparison(String against, StackDiff diff) {}

  /**
   * What it costs.
   *
   * @param table of prices
   * @param now this stack
   * @param before the one that it was compared with
   * @param verdict how it stands to a budget, if there is one
   */
  record Pricing(PriceTable table, StackPrice now, Optional<StackPrice> before, Optional<Budget.Verdict> verdict) {}
}
