package dev.sluice.infra.preview;

import dev.sluice.infra.StackConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes declared stacks for tests. */
public final class Declared {
  private Declared() {}

  /** Evaluates a stack that says only this, beside what every stack must; keys of ours stand without the project. */
  public static DeclaredStack platform(String region, Map<String, String> texts) {
    Map<String, String> all = new HashMap<>(Map.of("aws:region", region, "sluice:imageTag", "1.0"));
    texts.forEach((key, text) -> all.put("sluice:" + key, text));
    return ProgramEvaluation.of(StackConfiguration.of("test", all));
  }

  /** Makes a stack of these resources. */
  public static DeclaredStack stack(DeclaredResource... resources) {
    return new DeclaredStack("test", "eu-central-1", List.of(resources), Map.of());
  }

  /** Makes a resource at the top. */
  public static DeclaredResource resource(String type, String name, Map<String, Object> inputs) {
    return new DeclaredResource(DeclaredResource.key("", type, name), type, name, "", false, inputs, false, List.of(), List.of());
  }

  /** Returns the same resource, protected. */
  public static DeclaredResource guarded(DeclaredResource resource) {
    return new DeclaredResource(resource.key(), resource.type(), resource.name(), resource.parent(), false, resource.inputs(), true,
        resource.ignoredChanges(), resource.aliases());
  }

  /** Returns the same resource, which leaves changes of a property alone and had other keys before. */
  public static DeclaredResource with(DeclaredResource resource, List<String> ignoredChanges, List<String> aliases) {
    return new DeclaredResource(resource.key(), resource.type(), resource.name(), resource.parent(), false, resource.inputs(),
        resource.isProtected(), ignoredChanges, aliases);
  }
}
