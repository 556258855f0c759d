package dev.sluice.infra.preview.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an idle month may cost.
 *
 * @param amount how much
 * @param currency of what
 */
public record Budget(BigDecimal amount, String currency) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,2})?)\\s*([A-Za-z]{3})?");

  /**
   * Reads {@code 300}, which means US dollars, or {@code 300EUR}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Budget of(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("\"" + text + "\": expected an amount, such as 300 (US dollars) or 280EUR");
    }
    String currency = matcher.group(2) == null ? "USD" : matcher.group(2).toUpperCase(Locale.ROOT);
    return new Budget(new BigDecimal(matcher.group(1)), currency);
  }

  /**
   * Compares an estimate with this.
   *
   * @throws UnknownPriceException if the table has no rate for the currency
   */
  public Verdict on(StackPrice price, PriceTable table) {
    BigDecimal limit = table.dollars(amount, currency);
    boolean holds = price.idleMonth().compareTo(limit) <= 0;
    BigDecimal difference = price.idleMonth().subtract(limit).abs();
    String allowed = amount.toPlainString() + " " + currency
        + (currency.equals("USD") ? "" : " (" + money(limit) + " USD at the rate of " + table.asOf() + ")");
    return new Verdict(holds, (holds ? "within budget: " : "over budget: ") + money(price.idleMonth()) + " USD an idle month, "
        + money(difference) + " USD " + (holds ? "less" : "more") + " than " + allowed);
  }

  private static String money(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  /**
   * How a stack stands to its budget.
   *
   * @param holds whether it costs no more
   * @param sentence that says so with both figures
   */
  public record Verdict(boolean holds, String sentence) {}
}
