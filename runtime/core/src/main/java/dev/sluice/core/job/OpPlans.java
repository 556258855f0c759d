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
import org.jspecify.annotations.Nullable;

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
    List<OpPlan> plans = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      plans.add(element(job, maker.key(), maker.priority(), fan, i, items.get(i), defaultMaxAttempts));
    }
    return plans;
  }

  /** Plans one element of a map. */
  static OpPlan element(Job<?, ?> job, IdempotencyKey maker, int priority, OpWork.Fan fan, int position, @Nullable String item,
      int defaultMaxAttempts) {
    String key = elementKey(maker.opKey(), position);
    OpDefinition element = job.op(key);
    Limits limits = fan.width() == null ? element.limits().bounds()
        : new Limits(new Limits.Concurrency(maker.toString(), fan.width()), element.limits().bounds().rate(), null);
    return new OpPlan(key, element.queue(), priority, attempts(element, defaultMaxAttempts), List.of(maker.opKey()), null, limits,
        new Flow(Trigger.ALL_SUCCEEDED, element.flow().mayFail(), null, item, null));
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
