package dev.sluice.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules about the sources themselves, tests included. */
final class SourceRulesTest {
  private static final int LONGEST_FILE = 300;
  private static final Path OURSELVES = Path.of("tests", "architecture");
  private static final Path LOCAL_CLOUD = Path.of("localstack");

  private final SourceTree sources = SourceTree.find();

  @Test
  void theWholeCheckoutIsLookedAt() {
    assertThat(sources.files())
        .contains(Path.of("runtime/core/src/main/java/dev/sluice/core/queue/JobQueue.java"))
        .contains(Path.of("tests/architecture/src/test/java/dev/sluice/tests/architecture/SourceRulesTest.java"));
  }

  @Test
  void everyPackageSaysWhatLivesThereAndThatNullIsMarked() {
    Set<Path> described = sources.files().stream()
        .filter(file -> file.endsWith("package-info.java") && sources.text(file).contains("@NullMarked"))
        .map(SourceRulesTest::packageOf)
        .collect(Collectors.toSet());

    assertThat(sources.files()).as("files in a package without a @NullMarked package-info.java")
        .filteredOn(file -> !described.contains(packageOf(file))).isEmpty();
  }

  @Test
  void nothingSleeps() {
    Pattern sleep = Pattern.compile("Thread\\s*\\.\\s*sleep|TimeUnit\\.\\w+\\.sleep");

    assertThat(sources.linesThat(file -> !file.startsWith(OURSELVES) && !file.endsWith("time/Pause.java"), line -> sleep.matcher(line).find()))
        .as("waits that no test can own: take a Pause, or wait for the event").isEmpty();
  }

  @Test
  void noMessageIsEverDelayed() {
    // "FIFO queues don't support per-message delays, only per-queue delays." Delays are the row's not-before.
    Predicate<Path> main = file -> file.toString().contains("src/main") && !file.startsWith(LOCAL_CLOUD);

    assertThat(sources.linesThat(main, line -> line.toLowerCase(Locale.ROOT).contains("delayseconds")))
        .as("DelaySeconds must never be set").isEmpty();
  }

  @Test
  void filesHaveOneNoun() {
    assertThat(sources.files()).as("files above " + LONGEST_FILE + " lines: look for the second noun inside")
        .filteredOn(file -> file.toString().contains("src/main") && sources.text(file).lines().count() > LONGEST_FILE).isEmpty();
  }

  @Test
  void whatIsLeftToDoStandsInKnownIssues() {
    Pattern mark = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

    assertThat(sources.linesThat(file -> !file.startsWith(OURSELVES), line -> mark.matcher(line).find())).isEmpty();
  }

  /** The folder below {@code src/main/java} or {@code src/test/java}: one package may have tests in the same package elsewhere. */
  private static Path packageOf(Path file) {
    Path folder = file.getParent();
    for (int index = 0; index < folder.getNameCount(); index++) {
      if (folder.getName(index).toString().equals("java")) {
        return folder.subpath(index + 1, folder.getNameCount());
      }
    }
    return folder;
  }
}
