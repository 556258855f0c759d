package dev.sluice.infra.preview;

import com.pulumi.test.TestResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Says in sentences why a program failed. */
final class Failures {
  private Failures() {}

  /** Returns the reasons of all exceptions, or else of all errors that the SDK only reports; none if the program succeeded. */
  static List<String> of(TestResult result) {
    Set<String> reasons = new LinkedHashSet<>();
    result.exceptions().forEach(failure -> reasons.add(reasonOf(failure)));
    if (reasons.isEmpty()) {
      // What is thrown within applyValue is an error without an exception.
      reasons.addAll(result.errors());
    }
    return new ArrayList<>(reasons);
  }

  private static String reasonOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && (root instanceof CompletionException || root.getMessage() == null)) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
