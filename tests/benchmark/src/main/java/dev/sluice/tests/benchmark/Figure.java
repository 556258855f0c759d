package dev.sluice.tests.benchmark;

import java.util.List;

/**
 * What was measured, once a round.
 *
 * @param name what
 * @param unit in which
 * @param samples one a round
 */
record Figure(String name, String unit, List<Double> samples) {
  Figure {
    samples = samples.stream().sorted().toList();
    if (samples.isEmpty()) {
      throw new IllegalArgumentException(name + " was not measured");
    }
  }

  double median() {
    return samples.get(samples.size() / 2);
  }

  /** A row of a Markdown table. */
  String row() {
    return String.format("| %s | %s | %s to %s | %s |", name, text(median()), text(samples.get(0)), text(samples.get(samples.size() - 1)),
        unit);
  }

  private static String text(double value) {
    return value >= 100 ? String.format("%,.0f", value) : String.format("%.2f", value);
  }
}
