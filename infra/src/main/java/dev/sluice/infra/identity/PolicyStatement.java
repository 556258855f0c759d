package dev.sluice.infra.identity;

import com.pulumi.core.Output;
import dev.sluice.infra.json.Outputs;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One permission of an IAM policy.
 *
 * @param sid letters and digits that name it
 * @param actions what is allowed, such as {@code sqs:SendMessage}
 * @param resources on what
 * @param condition when, by operator, as IAM writes it; empty for always
 */
public record PolicyStatement(
    String sid, List<String> actions, List<Output<String>> resources, Map<String, Map<String, Output<String>>> condition) {

  public PolicyStatement {
    if (actions.isEmpty() || resources.isEmpty()) {
      throw new IllegalArgumentException("statement " + sid + " must name actions and resources");
    }
    actions = actions.stream().sorted().toList();
    resources = List.copyOf(resources);
    condition = Map.copyOf(condition);
  }

  /** A permission without a condition. */
  public PolicyStatement(String sid, List<String> actions, List<Output<String>> resources) {
    this(sid, actions, resources, Map.of());
  }

  /** Returns the tree of maps and lists that its JSON is written from; an ARN is null in an update of targets that does not make it. */
  Output<Map<String, Object>> tree() {
    return Output.all(resources).apply(arns -> conditionTree().applyValue(when -> {
      Map<String, Object> tree = new TreeMap<>();
      tree.put("Sid", sid);
      tree.put("Effect", "Allow");
      tree.put("Action", oneOrMany(actions));
      tree.put("Resource", oneOrMany(arns.stream().sorted(Comparator.nullsFirst(Comparator.naturalOrder())).toList()));
      if (!when.isEmpty()) {
        tree.put("Condition", when);
      }
      return tree;
    }));
  }

  private Output<Map<String, Object>> conditionTree() {
    Output<Map<String, Object>> tree = Output.of(Map.of());
    for (var operator : condition.entrySet()) {
      Output<Map<String, String>> values = Outputs.map(operator.getValue());
      tree = tree.apply(before -> values.applyValue(resolved -> {
        Map<String, Object> after = new TreeMap<>(before);
        after.put(operator.getKey(), resolved);
        return after;
      }));
    }
    return tree;
  }

  /** IAM gives a list of one back as its only item. */
  private static Object oneOrMany(List<String> items) {
    return items.size() == 1 ? items.get(0) : items;
  }
}
