package dev.sluice.cli.preview;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes amounts the same everywhere. */
final class Money {
  private Money() {}

  /** Two decimals, for months. */
  static String dollars(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  /** Four decimals, for a thousand jobs. */
  static String fine(BigDecimal amount) {
    return amount.setScale(4, RoundingMode.HALF_UP).toPlainString();
  }

  /** At most three decimals, for quantities. */
  static String quantity(BigDecimal quantity) {
    BigDecimal rounded = quantity.setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
    return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
  }
}
