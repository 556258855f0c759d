package dev.sluice.tests.emulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The one list of what MiniStack 1.5.33 does not give back as it was given, so that every update and every refresh shows it. Nothing
 * else is excepted from "changes nothing", and what it has learned to give back has to leave the list.
 */
final class EmulatorLosses {
  private static final Map<String, Set<String>> LOST = Map.of(
      // DescribeAlarms leaves them out.
      "aws:cloudwatch/metricAlarm:MetricAlarm", Set.of("actionsEnabled", "alarmActions", "alarmDescription", "dimensions", "okActions",
          "period", "statistic", "treatMissingData"),
      // DescribeServices leaves it out.
      "aws:ecs/service:Service", Set.of("availabilityZoneRebalancing"));

  private EmulatorLosses() {}

  /** Returns the steps that the emulator's forgetfulness does not explain. */
  static List<Step> unexplained(List<Step> steps) {
    return steps.stream().filter(step -> !isExplained(step)).toList();
  }

  private static boolean isExplained(Step step) {
    return step.operation().equals("update")
        && !step.properties().isEmpty()
        && LOST.getOrDefault(step.type(), Set.of()).containsAll(step.properties());
  }

  /** Returns the exceptions, as {@code type property}. */
  static Set<String> all() {
    return LOST.entrySet().stream()
        .flatMap(type -> type.getValue().stream().map(property -> type.getKey() + " " + property))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns those that some steps needed. */
  static Set<String> needed(List<Step> steps) {
    return steps.stream().filter(EmulatorLosses::isExplained)
        .flatMap(step -> step.properties().stream().map(property -> step.type() + " " + property))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
