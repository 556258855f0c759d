package dev.sluice.localstack.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A resource after its creation.
 *
 * @param id what the provider would call it
 * @param outputs its properties as the program sees them: the inputs, and what came into being
 * @param created true if something on this machine stands for it, false if the local cloud only remembers it
 */
public record CreatedResource(String id, Map<String, Object> outputs, boolean created) {
  public CreatedResource {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Begins the answer to a request: its inputs are its first outputs. */
  public static Builder answering(ResourceRequest request) {
    return new Builder(request);
  }

  /** Collects the outputs of one resource. */
  public static final class Builder {
    private final Map<String, Object> outputs = new LinkedHashMap<>();

    private Builder(ResourceRequest request) {
      outputs.putAll(request.inputs().asMap());
    }

    /** Sets an output, whatever the inputs said. */
    public Builder with(String name, Object value) {
      outputs.put(name, value);
      return this;
    }

    /** Sets an output that the inputs left open. */
    public Builder withDefault(String name, Object value) {
      outputs.putIfAbsent(name, value);
      return this;
    }

    /** Something on this machine stands for the resource now. */
    public CreatedResource created(String id) {
      return new CreatedResource(id, outputs, true);
    }

    /** The resource is only remembered. */
    public CreatedResource remembered(String id) {
      return new CreatedResource(id, outputs, false);
    }
  }
}
