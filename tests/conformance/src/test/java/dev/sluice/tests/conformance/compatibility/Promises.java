package dev.sluice.tests.conformance.compatibility;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The promises of a port, as its suite names them. */
final class Promises {
  private Promises() {}

  static List<String> of(String suite) {
    try {
      return Arrays.stream(Class.forName("dev.sluice.tests.conformance." + suite).getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class)).map(method -> sentence(method.getName())).sorted().toList();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(suite + " is no suite any more", e);
    }
  }

  private static String sentence(String name) {
    String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).strip();
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
