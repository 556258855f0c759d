package dev.sluice.infra.preview.price;

import java.math.BigDecimal;

/**
 * One line of an estimate.
 *
 * @param what is paid for
 * @param quantity how much of it
 * @param unit what the quantity counts
 * @param price US dollars a unit
 */
public record PriceLine(String what, BigDecimal quantity, String unit, BigDecimal price) {
  /** Returns US dollars. */
  public BigDecimal amount() {
    return quantity.multiply(price);
  }
}
