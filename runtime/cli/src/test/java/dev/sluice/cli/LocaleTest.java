package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.store.RunFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, whose locale has no letters but those of ASCII, as cron's and that of a container have, or all. */
class LocaleTest {
  @TempDir Path folder;

  /** Runs it by a shell, whose {@code printf} writes bytes: {@code \303\253} is an e with two dots in UTF-8. */
  private Call call(String locale, String words) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder = new ProcessBuilder(List.of(
        "sh", "-c", "exec '" + java + "' -cp \"$CLASSES\" " + Main.class.getName() + " " + words));
    builder.environment().put("LC_ALL", locale);
    builder.environment().put("CLASSES", System.getProperty("java.class.path"));
    int exitCode = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Call(exitCode, Files.readString(out), Files.readString(err));
  }

  @Test
  void anArgumentThatHasLostLettersIsRefusedWithTheWayOut() throws Exception {
    Call call = call("C", "submit hello --key \"$(printf 'Zo\\303\\253-1')\" --url http://127.0.0.1:1");
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).contains("has letters that are lost in this locale").contains("LC_ALL=C.UTF-8").contains("@FILE");
  }

  @Test
  void inALocaleOfUtf8TheLetterForWhatIsLostIsOneAsOthers() throws Exception {
    try (TestCoordinator coordinator = new TestCoordinator()) {
      Call call = call("C.UTF-8", "submit hello --key \"$(printf 'Zo\\357\\277\\275-1')\" --url " + coordinator.uri());
      assertThat(call.exitCode()).as(call.err()).isEqualTo(CliExit.DONE);
      assertThat(coordinator.store.runs(new RunFilter(Optional.empty(), Optional.empty(), 1))).singleElement()
          .satisfies(run -> assertThat(run.idempotencyKey()).isEqualTo("Zo\uFFFD-1"));
    }
  }

  @Test
  void whatItWritesIsUtf8AllTheSame() throws Exception {
    try (TestCoordinator coordinator = new TestCoordinator()) {
      String run = Call.of("submit", "hello", "{\"name\":\"Zo\u00eb\"}", "--url", coordinator.uri().toString()).out().strip();
      assertThat(call("C", "run show " + run + " --url " + coordinator.uri()).out()).contains("input {\"name\":\"Zo\u00eb\"}");
    }
  }
}
