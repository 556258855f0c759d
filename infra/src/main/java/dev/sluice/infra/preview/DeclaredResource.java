package dev.sluice.infra.preview;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A resource as the program declares it. Immutable.
 *
 * @param key what identifies it within a stack: its types from the outermost parent's on and its name, as in a Pulumi URN
 * @param type such as {@code aws:sqs/queue:Queue}
 * @param name logical name in the program
 * @param parent key of the resource that it belongs to; empty at the top
 * @param isComponent whether it only groups others
 * @param inputs maps, lists, texts, whole and other numbers, booleans; secrets are masked, what only AWS knows is a {@link Reference}
 * @param isProtected whether Pulumi refuses to delete it
 * @param ignoredChanges properties that an update leaves alone
 * @param aliases keys that it had before it was renamed or moved
 */
public record DeclaredResource(
    String key,
    String type,
    String name,
    String parent,
    boolean isComponent,
    Map<String, Object> inputs,
    boolean isProtected,
    List<String> ignoredChanges,
    List<String> aliases) {

  public DeclaredResource {
    inputs = new TreeMap<>(inputs);
    ignoredChanges = List.copyOf(ignoredChanges);
    aliases = List.copyOf(aliases);
  }

  /** Returns the key of a resource with this type and name under a parent with that key. */
  static String key(String parent, String type, String name) {
    int end = parent.lastIndexOf("::");
    return (end < 0 ? "" : parent.substring(0, end) + "$") + type + "::" + name;
  }

  /** Returns service and kind without the provider: {@code sqs.Queue}. */
  public String shortType() {
    return Reference.shortType(type);
  }

  /** Returns how people name it: {@code sqs.Queue default}. */
  public String title() {
    return shortType() + " " + name;
  }

  /** Returns the text of an input; empty if it is not given. */
  public String text(String input) {
    Object value = inputs.get(input);
    return value == null ? "" : value.toString();
  }

  /** Returns whether an input is given and true. */
  public boolean flag(String input) {
    return Boolean.TRUE.equals(inputs.get(input));
  }
}
