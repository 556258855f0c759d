package dev.sluice.core.job;

import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Trigger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Plans the op executions that a run gets while it goes on: elements of a map, and what undoes. */
final class OpPlans {
  private OpPlans() {}

  /** The key of an element in its run. */
  static String elementKey(String map, int position) {
    return map + "[" + position + "]";
  }

  /**
   * Plans the elements of a map. They stand beside others as the op that makes them does.
   *
   * @param items JSON text of each, or a reference to it
   */
  static List<OpPlan> elements(Job<?, ?> job, Lease maker, OpWork.Fan fan, List<String> items, int defaultMaxAttempts) {
    String map = maker.key().opKey();
    OpDefinition element = job.op(elementKey(map, 0));
    Limits limits = fan.width() == null ? element.limits().bounds()
        : new Limits(new Limits.Concurrency(maker.key().toString(), fan.width()), element.limits().bounds().rate(), null);
    List<OpPlan> plans = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Flow flow = new Flow(Trigger.ALL_SUCCEEDED, element.flow().mayFail(), null, items.get(i), null);
      plans.add(new OpPlan(
          elementKey(map, i), element.queue(), maker.priority(), attempts(element, defaultMaxAttempts), List.of(map), null, limits, flow));
    }
    return plans;
  }

  /** Plans what undoes the ops that succeeded, each after what undoes the ops downstream of it. */
  static List<OpPlan> undo(Job<?, ?> job, Lease maker, OpWork.Undo undo, int defaultMaxAttempts) {
    List<OpPlan> plans = new ArrayList<>();
    List<Map.Entry<String, String>> backward = new ArrayList<>(undo.compensations().entrySet());
    Collections.reverse(backward);
    String before = maker.key().opKey();
    for (Map.Entry<String, String> pair : backward) {
      if (maker.upstreamOutputs().containsKey(pair.getKey())) {
        OpDefinition op = job.op(pair.getValue());
        plans.add(new OpPlan(op.name(), op.queue(), maker.priority(), attempts(op, defaultMaxAttempts),
            List.of(pair.getKey(), before), null, Limits.NONE, new Flow(Trigger.ALL_DONE, false, null, null, null)));
        before = op.name();
      }
    }
    return plans;
  }

  static int attempts(OpDefinition op, int defaultMaxAttempts) {
    return op.retry().map(Retry::maxAttempts).orElse(defaultMaxAttempts);
  }

  /** Longest name of a map, so that its elements have keys. */
  static int longestMapName() {
    return IdempotencyKey.MAX_OP_KEY_LENGTH - "[9999999]".length();
  }
}
