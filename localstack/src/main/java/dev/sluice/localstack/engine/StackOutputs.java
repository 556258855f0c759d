package dev.sluice.localstack.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the program exported.
 *
 * @param values by output name, secrets in the clear
 * @param secrets names of the outputs that must not be printed
 */
public record StackOutputs(Map<String, Object> values, Set<String> secrets) {
  private static final String MASK = "[secret]";

  public StackOutputs {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
    secrets = Set.copyOf(secrets);
  }

  /** Returns what may be printed: the value of a secret output is {@value #MASK}, as the Pulumi CLI shows it. */
  public Map<String, Object> masked() {
    Map<String, Object> shown = new LinkedHashMap<>(values);
    secrets.forEach(name -> shown.replace(name, MASK));
    return shown;
  }
}
