package dev.sluice.tests.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which module may see which. Arrows point one way: contract, core, adapters, services, and on top of all the command line. */
final class ModuleMap {
  private static final String OURS = "dev.sluice.";

  private static final Map<String, Set<String>> MAY_SEE = Map.ofEntries(
      Map.entry("contract", Set.of()),
      Map.entry("core", Set.of("contract")),
      Map.entry("adapters", Set.of("contract", "core")),
      Map.entry("coordinator", Set.of("contract", "core", "adapters")),
      Map.entry("worker", Set.of("contract", "core", "adapters")),
      Map.entry("autoscaler", Set.of("contract", "core", "adapters")),
      Map.entry("simulator", Set.of("contract", "core", "adapters")),
      Map.entry("testing", Set.of("contract", "core")),
      // Jobs know nothing of where they run.
      Map.entry("examples", Set.of("core")),
      // The command line brings up the local cloud on the real program and drives load.
      Map.entry("cli", Set.of("contract", "core", "adapters", "simulator", "infra", "localstack")),
      Map.entry("infra", Set.of("contract")));

  /** The local cloud stands in for AWS, so it must not know whom it serves. */
  private static final String LOCAL_CLOUD = "localstack";

  private ModuleMap() {}

  /** Returns a condition that fails for each arrow that points the wrong way, and for a module that is not on the map. */
  static ArchCondition<JavaClass> beOnTheMap() {
    return new ArchCondition<>("see only what their module may see") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        Optional<String> from = moduleOf(origin);
        if (from.isEmpty() || !isKnown(from.get())) {
          events.add(SimpleConditionEvent.violated(origin, origin.getName() + " is in no module of the map: add its module"));
          return;
        }
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
          moduleOf(dependency.getTargetClass())
              .filter(to -> !to.equals(from.get()) && !mayBeSeen(from.get(), to))
              .ifPresent(to -> events.add(SimpleConditionEvent.violated(origin, dependency.getDescription())));
        }
      }
    };
  }

  private static boolean isKnown(String module) {
    return MAY_SEE.containsKey(module) || module.equals(LOCAL_CLOUD);
  }

  private static boolean mayBeSeen(String from, String to) {
    return MAY_SEE.getOrDefault(from, Set.of()).contains(to);
  }

  private static Optional<String> moduleOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    if (!name.startsWith(OURS)) {
      return Optional.empty();
    }
    return Optional.of(name.substring(OURS.length()).split("\\.")[0]);
  }
}
