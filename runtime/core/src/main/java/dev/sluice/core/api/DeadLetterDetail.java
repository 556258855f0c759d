package dev.sluice.core.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Run;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.FailedAttempt;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of an op execution in quarantine.
 *
 * @param letter the op execution
 * @param attempts its failed attempts in order, with their stack traces
 * @param input the run's input
 * @param upstream what the op was given: committed outputs by op key
 */
public record DeadLetterDetail(
    DeadLetterView letter, List<FailedAttempt> attempts, @Nullable JsonNode input, Map<String, JsonNode> upstream) {
  public DeadLetterDetail {
    attempts = List.copyOf(attempts);
    upstream = Collections.unmodifiableMap(new TreeMap<>(upstream));
  }

  /**
   * Puts together what a store knows.
   *
   * @param run with its input
   * @param given the ops that the op waits for, with their outputs
   */
  public static DeadLetterDetail of(
      DeadLetter letter, List<FailedAttempt> attempts, Run run, List<IdempotencyRecord> given) {
    Map<String, JsonNode> upstream = new TreeMap<>();
    for (IdempotencyRecord op : given) {
      JsonNode output = ApiJson.tree(op.output());
      if (output != null) {
        upstream.put(op.key().opKey(), output);
      }
    }
    return new DeadLetterDetail(DeadLetterView.of(letter), attempts, ApiJson.tree(run.input()), upstream);
  }
}
