package dev.sluice.infra.preview;

import com.pulumi.core.annotations.Export;
import com.pulumi.resources.Resource;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in for AWS's answer to a new resource: its inputs, and a {@link Reference} for each text that AWS would choose. Numbers
 * have no room for a reference, so the ones that a program may ask for have a value that AWS really gives or that stands out.
 */
final class StandInState {
  /** PostgreSQL's port on RDS unless the program names another. */
  private static final double POSTGRES_PORT = 5432;
  /** So improbable a version that its digits can be turned into a reference where they turn up. */
  static final int LATEST_VERSION = 2_000_000_011;

  private StandInState() {}

  /**
   * Returns the state of a resource.
   *
   * @param ignoredChanges properties whose value in AWS is another than the program offers, whenever the resource exists already
   */
  static Map<String, Object> of(Resource resource, Map<String, Object> inputs, List<String> ignoredChanges) {
    String type = resource.pulumiResourceType();
    String name = resource.pulumiResourceName();
    Map<String, Object> state = new HashMap<>(inputs);
    ignoredChanges.forEach(property -> state.computeIfPresent(property,
        (key, value) -> value instanceof String ? Reference.to(type, name, property).toString() : value));
    for (Field field : resource.getClass().getDeclaredFields()) {
      Export export = field.getAnnotation(Export.class);
      if (export != null && export.tree().equals("[0]") && !inputs.containsKey(export.name())) {
        standIn(type, name, export, state);
      }
    }
    return state;
  }

  private static void standIn(String type, String name, Export export, Map<String, Object> state) {
    Class<?> kind = export.refs()[0];
    if (kind.equals(String.class)) {
      state.put(export.name(), Reference.to(type, name, export.name()).toString());
    } else if (kind.equals(Integer.class) && export.name().equals("port")) {
      state.put(export.name(), POSTGRES_PORT);
    } else if (kind.equals(Integer.class) && export.name().equals("latestVersion")) {
      state.put(export.name(), (double) LATEST_VERSION);
    }
  }
}
