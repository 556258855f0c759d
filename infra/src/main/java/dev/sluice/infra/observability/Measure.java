package dev.sluice.infra.observability;

import com.pulumi.core.Output;
import dev.sluice.infra.json.Outputs;
import java.util.Map;
import java.util.TreeMap;

/**
 * A CloudWatch metric.
 *
 * @param namespace such as {@code AWS/SQS}
 * @param metric its name
 * @param statistic {@code Sum}, {@code Average}, {@code Maximum} or {@code Minimum}
 * @param dimensions which resource it is about
 */
public record Measure(String namespace, String metric, String statistic, Map<String, Output<String>> dimensions) {
  public Measure {
    dimensions = new TreeMap<>(dimensions);
  }

  Output<Map<String, String>> dimensionOutputs() {
    return Outputs.map(dimensions);
  }
}
