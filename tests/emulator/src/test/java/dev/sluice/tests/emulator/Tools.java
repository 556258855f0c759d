package dev.sluice.tests.emulator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The programs that the suite drives.
 *
 * @param pulumi the CLI; its language host for Java is beside it or on the PATH
 * @param miniStack the emulator
 */
record Tools(Path pulumi, Path miniStack) {
  /** Finds them, or ends the test: skipped on a user's machine, failed in CI. */
  static Tools required() {
    try {
      return required(System.getenv(), Checkout.TOOLS);
    } catch (TestAbortedException e) {
      // The build tool counts what was skipped and does not say why.
      System.out.println(e.getMessage());
      throw e;
    }
  }

  static Tools required(Map<String, String> environment, Path folder) {
    Map<Tool, Path> found = new EnumMap<>(Tool.class);
    List<String> missing = new ArrayList<>();
    for (Tool tool : Tool.values()) {
      tool.find(environment, folder).ifPresentOrElse(path -> found.put(tool, path), () -> missing.add(tool.absence()));
    }
    if (!missing.isEmpty()) {
      String sentence = "The stack is not tried with the real Pulumi CLI: " + String.join(", and ", missing)
          + ". tests/emulator/install brings what is missing.";
      if ("true".equals(environment.get("CI"))) {
        throw new AssertionFailedError(sentence);
      }
      throw new TestAbortedException(sentence);
    }
    if (!Files.isRegularFile(Checkout.PROGRAM)) {
      throw new AssertionFailedError("the program is not built: run `mvn verify` from " + Checkout.ROOT);
    }
    return new Tools(found.get(Tool.PULUMI), found.get(Tool.MINISTACK));
  }
}
