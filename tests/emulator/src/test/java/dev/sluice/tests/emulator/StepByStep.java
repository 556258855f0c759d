package dev.sluice.tests.emulator;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestWatcher;

/** For tests that build on one another: what comes after a failure is not tried, so that the first failure is the only one. */
final class StepByStep implements ExecutionCondition, TestWatcher {
  private static final String FAILED = "failed";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String failed = context.getTestMethod().isPresent() ? store(context).get(FAILED, String.class) : null;
    return failed == null
        ? ConditionEvaluationResult.enabled("no step before failed")
        : ConditionEvaluationResult.disabled("an earlier step failed: " + failed);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    store(context).put(FAILED, context.getDisplayName());
  }

  private static Store store(ExtensionContext context) {
    return context.getParent().orElseThrow().getStore(Namespace.create(StepByStep.class));
  }
}
