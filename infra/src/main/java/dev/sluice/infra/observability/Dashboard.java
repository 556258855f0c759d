package dev.sluice.infra.observability;

import com.pulumi.aws.cloudwatch.DashboardArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.json.CanonicalJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One page with a graph for each {@link Watch}, its threshold drawn in. */
public final class Dashboard extends ComponentResource {
  private static final int WIDTH = 8;
  private static final int HEIGHT = 6;
  private static final int COLUMNS = 3;

  /**
   * What the page is made from.
   *
   * @param physicalName its name in CloudWatch
   * @param region of the metrics
   * @param watches what is shown
   */
  public record Args(String physicalName, String region, List<Watch> watches) {
    public Args {
      watches = List.copyOf(watches);
    }
  }

  public Dashboard(String name, Args args, ComponentResourceOptions options) {
    super("sluice:observability:Dashboard", name, options);
    List<Output<Object>> widgets = new ArrayList<>();
    for (int i = 0; i < args.watches().size(); i++) {
      widgets.add(widget(args.watches().get(i), i, args.region()));
    }
    new com.pulumi.aws.cloudwatch.Dashboard(name, DashboardArgs.builder()
        .dashboardName(args.physicalName())
        .dashboardBody(Output.all(widgets).applyValue(trees -> CanonicalJson.of(Map.of("widgets", trees))))
        .build(), CustomResourceOptions.builder().parent(this).build());
    registerOutputs(Map.of());
  }

  private static Output<Object> widget(Watch watch, int index, String region) {
    return watch.measure().dimensionOutputs().applyValue(dimensions -> {
      List<String> metric = new ArrayList<>(List.of(watch.measure().namespace(), watch.measure().metric()));
      dimensions.forEach((key, value) -> metric.addAll(Arrays.asList(key, value)));
      return Map.of(
          "type", "metric", "x", index % COLUMNS * WIDTH, "y", index / COLUMNS * HEIGHT, "width", WIDTH, "height", HEIGHT,
          "properties", Map.of(
              "title", watch.name(), "region", region, "view", "timeSeries", "stat", watch.measure().statistic(),
              "period", watch.period().toSeconds(), "metrics", List.of(metric),
              "annotations", Map.of("horizontal", List.of(Map.of("value", watch.threshold(), "label", "alarm")))));
    });
  }
}
