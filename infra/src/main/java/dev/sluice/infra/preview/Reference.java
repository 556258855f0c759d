package dev.sluice.infra.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands for a value that is known only once a resource exists, such as the ARN of a queue. As text it is
 * <code>${sqs.Queue:default.arn}</code>, and may stand within a longer text.
 *
 * @param shortType service and kind of the resource
 * @param name its logical name
 * @param property which of its properties
 */
public record Reference(String shortType, String name, String property) {
  private static final Pattern TEXT = Pattern.compile("\\$\\{([\\w.:-]+?):([^{}:]+)\\.(\\w+)}");

  /** Makes the reference to a property of a resource. */
  static Reference to(String type, String name, String property) {
    return new Reference(shortType(type), name, property);
  }

  /** Makes {@code sqs.Queue} of {@code aws:sqs/queue:Queue}; other forms stay as they are. */
  static String shortType(String type) {
    String[] parts = type.split(":", -1);
    if (parts.length != 3 || !parts[0].equals("aws")) {
      return type;
    }
    int end = parts[1].indexOf('/');
    return (end < 0 ? parts[1] : parts[1].substring(0, end)) + "." + parts[2];
  }

  /** Returns the references within a text, in their order. */
  public static List<Reference> in(String text) {
    List<Reference> found = new ArrayList<>();
    Matcher matcher = TEXT.matcher(text);
    while (matcher.find()) {
      found.add(new Reference(matcher.group(1), matcher.group(2), matcher.group(3)));
    }
    return found;
  }

  /** Returns how the resource is named elsewhere: {@code sqs.Queue default}. */
  public String title() {
    return shortType + " " + name;
  }

  @Override
  public String toString() {
    return "${" + shortType + ":" + name + "." + property + "}";
  }
}
