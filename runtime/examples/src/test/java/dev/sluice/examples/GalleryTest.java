package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobRegistry;
import dev.sluice.examples.command.PythonSummary;
import dev.sluice.examples.command.ShellFolderSize;
import dev.sluice.examples.hello.Hello;
import dev.sluice.examples.load.NoOp;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryTest {
  @Test
  void theServiceLoaderFindsEveryExample() {
    assertThat(JobRegistry.discover().names()).containsExactlyInAnyOrder(
        "fast", "hello", "no-op", "python-summary", "shell-folder-size", "slow", "word-count",
        "blocking-fetch", "future-fetch", "virtual-threads");
  }

  @Test
  void helloGreetsWhomItIsTold() throws Exception {
    assertThat(Example.of(new Hello(), "{\"name\":\"Ada\"}")).isEqualTo("Hello, Ada!");
    assertThat(Example.of(new Hello(), "{}")).isEqualTo("Hello, world!");
  }

  @Test
  void pythonSumsUpWhatJavaSorts() throws Exception {
    assertThat(Example.of(new PythonSummary(), "{\"unit\":\"s\",\"values\":[6.0,2.0,4.0]}")).isEqualTo("3 values of about 4.0 s");
  }

  @Test
  void shellMeasuresAFolder(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("one"), "1");

    assertThat(Example.of(new ShellFolderSize(), "{\"path\":\"" + folder + "\"}").files()).isEqualTo(1);
  }

  @Test
  void noOpYieldsTrue() throws Exception {
    assertThat(Example.of(new NoOp(), "{}")).isTrue();
  }
}
