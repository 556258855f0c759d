package dev.sluice.examples.words;

import static dev.sluice.testing.Attempts.attempt;
import static dev.sluice.testing.Attempts.everyAttempt;
import static dev.sluice.testing.RunAssert.assertThat;

import dev.sluice.testing.JobTest;
import dev.sluice.testing.junit.SluiceExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a user tests a job: the extension finds it on the class path, the script says what goes wrong. */
@ExtendWith(SluiceExtension.class)
class WordCountRetryTest {
  @TempDir Path folder;

  @Test
  void aDiskThatFailsOnceCostsAnAttemptAndNoWord(JobTest<WordCount.Input, WordCount.Output> test) throws IOException {
    Files.writeString(folder.resolve("text.txt"), "one two two");
    var run = test.clockAt("2026-11-21T00:00:00Z")
        .failing("count-2", attempt(1), new IOException("disk"))
        .run(new WordCount.Input(folder.toString()));
    assertThat(run).succeeded().attempts("count-2", 2).attempts("merge", 1).took(Duration.ofSeconds(1))
        .ranInOrder("list-files", "count-0", "merge")
        .output(counts -> org.assertj.core.api.Assertions.assertThat(counts.words()).isEqualTo(3));
  }

  @Test
  void aShardThatIsLostForGoodLeavesNothingToMerge(JobTest<WordCount.Input, WordCount.Output> test) {
    var run = test.failing("count-2", everyAttempt(), new IOException("disk")).run(new WordCount.Input(folder.toString()));
    assertThat(run).failed().failedAt("count-2", IOException.class, "disk").skipped("merge");
  }
}
