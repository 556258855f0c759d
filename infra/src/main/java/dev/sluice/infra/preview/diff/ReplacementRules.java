package dev.sluice.infra.preview.diff;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Knows which changed properties make AWS's provider replace a resource, from {@code replacing-properties.txt}. */
public final class ReplacementRules {
  private static final String FILE = "replacing-properties.txt";
  private static final ReplacementRules RULES = read();

  private record Rule(boolean all, List<String> paths) {
    boolean replaces(String path) {
      boolean named = paths.stream().anyMatch(each ->
          path.equals(each) || path.startsWith(each + ".") || path.startsWith(each + "["));
      return all != named;
    }
  }

  private final Map<String, Rule> rules;

  private ReplacementRules(Map<String, Rule> rules) {
    this.rules = Map.copyOf(rules);
  }

  /** Returns the rules that the file states. */
  public static ReplacementRules known() {
    return RULES;
  }

  /** Returns the types that have a rule; of others it is not known what replaces them. */
  public Set<String> types() {
    return rules.keySet();
  }

  /** Returns the properties that the file names, by type. */
  Map<String, Set<String>> named() {
    Map<String, Set<String>> named = new TreeMap<>();
    rules.forEach((type, rule) -> named.put(type, Set.copyOf(rule.paths())));
    return named;
  }

  /** Returns whether a change at a path replaces a resource of a type. An unknown type counts as updated. */
  public boolean replaces(String type, String path) {
    Rule rule = rules.get(type);
    return rule != null && rule.replaces(path);
  }

  private static ReplacementRules read() {
    Map<String, Rule> rules = new TreeMap<>();
    try (InputStream file = Objects.requireNonNull(ReplacementRules.class.getResourceAsStream(FILE), FILE);
        BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      lines.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(line -> {
            List<String> words = Arrays.asList(line.split("\\s+"));
            rules.put(words.get(0), rule(words.subList(1, words.size())));
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ReplacementRules(rules);
  }

  private static Rule rule(List<String> words) {
    if (words.equals(List.of("-"))) {
      return new Rule(false, List.of());
    }
    return words.get(0).equals("*") ? new Rule(true, words.subList(Math.min(2, words.size()), words.size())) : new Rule(false, words);
  }
}
