package dev.sluice.infra.preview.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prices in one region, in US dollars.
 *
 * @param region its name
 * @param prices by what they are for, such as {@code natGatewayHour}; those of one kind among many as
 *     {@code databaseHour.db.t4g.small}
 * @param checks by the same names, the second source that confirms a price and the day on which it does; not every price has one
 */
public record RegionPrices(String region, Map<String, BigDecimal> prices, Map<String, String> checks) {
  public RegionPrices {
    prices = new TreeMap<>(prices);
    checks = new TreeMap<>(checks);
    for (String checked : checks.keySet()) {
      if (!prices.containsKey(checked)) {
        throw new UnknownPriceException(region + ": " + checked + " is said to be checked, and has no price");
      }
    }
  }

  static RegionPrices read(String region, JsonNode table, JsonNode checked) {
    Map<String, BigDecimal> prices = new TreeMap<>();
    table.properties().forEach(entry -> {
      if (entry.getValue().isObject()) {
        entry.getValue().properties().forEach(kind ->
            prices.put(entry.getKey() + "." + kind.getKey(), number(region + ": " + kind.getKey(), kind.getValue())));
      } else {
        prices.put(entry.getKey(), number(region + ": " + entry.getKey(), entry.getValue()));
      }
    });
    Map<String, String> checks = new TreeMap<>();
    checked.forEach(check -> check.path("prices")
        .forEach(price -> checks.put(price.asText(), check.path("source").asText() + ", " + check.path("seen").asText())));
    return new RegionPrices(region, prices, checks);
  }

  static BigDecimal number(String where, JsonNode value) {
    try {
      BigDecimal number = new BigDecimal(value.asText());
      if (number.signum() <= 0) {
        throw new UnknownPriceException(where + " = " + value + " is no price: what is free stands under \"free\"");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new UnknownPriceException(where + " = " + value + " is no price: expected a number of US dollars, such as \"0.052\"");
    }
  }

  /**
   * Returns a price.
   *
   * @throws UnknownPriceException if there is none
   */
  public BigDecimal of(String item) {
    BigDecimal price = prices.get(item);
    if (price == null) {
      throw new UnknownPriceException(
          "no price of " + item + " in " + region + ": add it to the table, or give one that has it with --prices FILE");
    }
    return price;
  }

  /**
   * Returns the price of one kind among many, such as an instance class.
   *
   * @throws UnknownPriceException if it has none; the message names those that have
   */
  public BigDecimal of(String item, String kind) {
    BigDecimal price = prices.get(item + "." + kind);
    if (price == null) {
      throw new UnknownPriceException("no " + item + " of " + kind + " in " + region + ": the table has "
          + String.join(", ", prices.keySet().stream().filter(key -> key.startsWith(item + "."))
              .map(key -> key.substring(item.length() + 1)).toList())
          + "; give one that has it with --prices FILE");
    }
    return price;
  }
}
