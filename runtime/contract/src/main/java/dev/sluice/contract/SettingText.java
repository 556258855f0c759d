package dev.sluice.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of a setting as its type. Each method throws {@link IllegalArgumentException} with a message that ends the
 * sentence "value X is not usable: ...".
 */
public final class SettingText {
  private static final Pattern AMOUNT = Pattern.compile("(\\d+)\\s*([A-Za-z]*)");
  /** A hundred years: what is counted in nanoseconds somewhere ends at 292. */
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final int LAST_PORT = 65_535;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SettingText() {}

  /** Refuses text that does not have the form of the type. */
  public static void check(SettingType type, String text) {
    switch (type) {
      case TEXT, SECRET -> {
        if (text.isBlank()) {
          throw new IllegalArgumentException("it is blank");
        }
      }
      case BOOLEAN -> flag(text);
      case INTEGER -> integer(text);
      case DECIMAL -> decimal(text);
      case DURATION -> duration(text);
      case BYTES -> bytes(text);
      case URL -> url(text);
      case NAMES -> names(text);
      case MAP -> map(text);
    }
  }

  public static boolean flag(String text) {
    return switch (text.trim()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw expected(SettingType.BOOLEAN);
    };
  }

  public static int integer(String text) {
    try {
      int value = Integer.parseInt(text.trim());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw expected(SettingType.INTEGER);
  }

  public static double decimal(String text) {
    try {
      double value = new BigDecimal(text.trim()).doubleValue();
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw expected(SettingType.DECIMAL);
  }

  /** Returns a length of time, which is not negative and at most a hundred years. */
  public static Duration duration(String text) {
    Duration length = length(text);
    if (length.isNegative()) {
      throw expected(SettingType.DURATION);
    }
    if (length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("expected at most " + LONGEST.toDays() + "d");
    }
    return length;
  }

  private static Duration length(String text) {
    String trimmed = text.trim();
    try {
      if (trimmed.startsWith("P")) {
        return Duration.parse(trimmed);
      }
      Matcher matcher = AMOUNT.matcher(trimmed);
      if (matcher.matches()) {
        long amount = Long.parseLong(matcher.group(1));
        switch (matcher.group(2)) {
          case "ms":
            return Duration.ofMillis(amount);
          case "s":
            return Duration.ofSeconds(amount);
          case "m":
            return Duration.ofMinutes(amount);
          case "h":
            return Duration.ofHours(amount);
          case "d":
            return Duration.ofDays(amount);
          default:
            break;
        }
      }
    } catch (java.time.format.DateTimeParseException | ArithmeticException | NumberFormatException e) {
      // told below
    }
    throw expected(SettingType.DURATION);
  }

  /** Returns a number of bytes. */
  public static long bytes(String text) {
    Matcher matcher = AMOUNT.matcher(text.trim());
    if (matcher.matches()) {
      try {
        long amount = Long.parseLong(matcher.group(1));
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "", "b":
            return amount;
          case "kib":
            return Math.multiplyExact(amount, 1024L);
          case "mib":
            return Math.multiplyExact(amount, 1024L * 1024);
          case "gib":
            return Math.multiplyExact(amount, 1024L * 1024 * 1024);
          default:
            break;
        }
      } catch (ArithmeticException | NumberFormatException e) {
        // told below
      }
    }
    throw expected(SettingType.BYTES);
  }

  public static URI url(String text) {
    try {
      URI uri = URI.create(text.trim());
      if (uri.getHost() != null && uri.getPort() <= LAST_PORT && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw expected(SettingType.URL);
  }

  public static List<String> names(String text) {
    List<String> names = Arrays.stream(text.split(",")).map(String::trim).filter(name -> !name.isEmpty()).distinct().toList();
    if (names.isEmpty()) {
      throw expected(SettingType.NAMES);
    }
    return names;
  }

  /** Returns the entries in the order written. */
  public static Map<String, String> map(String text) {
    try {
      Map<String, Object> raw = JSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
      Map<String, String> entries = new LinkedHashMap<>();
      raw.forEach((name, value) -> {
        if (!(value instanceof String string) || string.isBlank()) {
          throw expected(SettingType.MAP);
        }
        entries.put(name, string);
      });
      return entries;
    } catch (JsonProcessingException e) {
      throw expected(SettingType.MAP);
    }
  }

  private static IllegalArgumentException expected(SettingType type) {
    return new IllegalArgumentException("expected " + type.form());
  }
}
