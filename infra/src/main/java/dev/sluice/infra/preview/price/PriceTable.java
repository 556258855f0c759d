package dev.sluice.infra.preview.price;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * List prices of one day. Immutable. The project brings one, {@code prices.json}; anyone may give another of the same form.
 *
 * @param asOf the day
 * @param note what to know before relying on it
 * @param sources pages that the prices stand on
 * @param dollarsFor what a unit of each currency costs in US dollars
 * @param regions prices by region
 * @param free types that cost nothing by themselves, and why
 */
public record PriceTable(
    LocalDate asOf,
    String note,
    List<String> sources,
    Map<String, BigDecimal> dollarsFor,
    Map<String, RegionPrices> regions,
    Map<String, String> free) {

  private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String FILE = "prices.json";

  public PriceTable {
    sources = List.copyOf(sources);
    dollarsFor = new TreeMap<>(dollarsFor);
    regions = new TreeMap<>(regions);
    free = new TreeMap<>(free);
  }

  /** Returns the table that the project brings. */
  public static PriceTable bundled() {
    try (InputStream file = Objects.requireNonNull(PriceTable.class.getResourceAsStream(FILE), FILE)) {
      return read(JSON.readTree(file), FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a table of one's own.
   *
   * @throws IOException if the file cannot be read or is no JSON
   * @throws UnknownPriceException if it has no date or a price is no number
   */
  public static PriceTable of(Path file) throws IOException {
    return read(JSON.readTree(Files.readString(file)), file.toString());
  }

  private static PriceTable read(JsonNode table, String origin) {
    Map<String, BigDecimal> currencies = new TreeMap<>();
    table.path("dollarsFor").properties().forEach(entry ->
        currencies.put(entry.getKey(), RegionPrices.number(origin + ": dollarsFor." + entry.getKey(), entry.getValue())));
    Map<String, RegionPrices> regions = new TreeMap<>();
    table.path("regions").properties()
        .forEach(entry -> regions.put(entry.getKey(),
            RegionPrices.read(entry.getKey(), entry.getValue(), table.path("checked").path(entry.getKey()))));
    Map<String, String> free = new TreeMap<>();
    table.path("free").properties().forEach(entry -> free.put(entry.getKey(), entry.getValue().asText()));
    List<String> sources = table.path("sources").valueStream().map(JsonNode::asText).toList();
    return new PriceTable(date(table, origin), table.path("note").asText(), sources, currencies, regions, free);
  }

  private static LocalDate date(JsonNode table, String origin) {
    try {
      return LocalDate.parse(table.path("asOf").asText());
    } catch (DateTimeParseException e) {
      throw new UnknownPriceException(
          origin + " has no date: say as of which day its prices are, such as \"asOf\": \"2025-10-01\"");
    }
  }

  /**
   * Returns the prices of a region.
   *
   * @throws UnknownPriceException if the table has none
   */
  public RegionPrices region(String name) {
    RegionPrices prices = regions.get(name);
    if (prices == null) {
      throw new UnknownPriceException("no prices for region " + name + ": the table of " + asOf + " has "
          + String.join(", ", regions.keySet()) + "; give one that has it with --prices FILE");
    }
    return prices;
  }

  /**
   * Returns an amount of a currency in US dollars.
   *
   * @throws UnknownPriceException if the table has no rate
   */
  public BigDecimal dollars(BigDecimal amount, String currency) {
    BigDecimal rate = dollarsFor.get(currency);
    if (rate == null) {
      throw new UnknownPriceException(
          "no rate for " + currency + ": the table of " + asOf + " has " + String.join(", ", dollarsFor.keySet()));
    }
    return amount.multiply(rate);
  }
}
