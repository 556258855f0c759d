package dev.sluice.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessEndTest {
  /** Tells whether its end has begun, before and in it. */
  static final class Ending {
    public static void main(String[] arguments) {
      Runtime.getRuntime().addShutdownHook(new Thread(Ending::tell));
      tell();
    }

    private static void tell() {
      System.out.println(ProcessEnd.hasBegun());
    }
  }

  @Test
  void hasBegunOnceTheProcessIsToldToEnd() throws IOException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), Ending.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("false\ntrue\n");
  }
}
