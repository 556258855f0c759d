package dev.sluice.tests.conformance.workflow;

import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.OpContext;
import java.util.Set;
import java.util.TreeSet;

/** Which op executions of a test fail, until it mends them. */
final class Trouble {
  private final Set<String> broken = new TreeSet<>();

  Trouble(String... opKeys) {
    broken.addAll(Set.of(opKeys));
  }

  /** Fails, or passes a value on. */
  <T> T pass(OpContext context, T value) {
    if (broken.contains(context.idempotencyKey().opKey())) {
      throw new NonRetryableException(context.idempotencyKey().opKey() + " is broken");
    }
    return value;
  }

  void mend() {
    broken.clear();
  }
}
