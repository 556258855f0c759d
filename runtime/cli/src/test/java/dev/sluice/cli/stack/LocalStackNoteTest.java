package dev.sluice.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackNoteTest {
  private static final URI COORDINATOR = URI.create("http://127.0.0.1:1234");
  @TempDir Path root;

  @Test
  void isFoundWhileItsProcessLivesAndTakenAwayByIt() throws IOException {
    assertThat(LocalStackNote.read(root)).isEmpty();
    LocalStackNote note = LocalStackNote.ofThisProcess("localstack", COORDINATOR, Map.of("SLUICE_HTTP_PORT", "8080"));
    note.write(root);
    assertThat(LocalStackNote.read(root)).contains(note);
    LocalStackNote.remove(root);
    assertThat(LocalStackNote.read(root)).isEmpty();
    assertThat(root.resolve(".sluice")).isEmptyDirectory();
  }

  @Test
  void ofAProcessThatIsGoneCountsForNothing() throws IOException {
    ProcessIdentity gone = new ProcessIdentity(ProcessHandle.current().pid(), "ticks:1");
    new LocalStackNote("localstack", COORDINATOR, Map.of(), gone).write(root);
    assertThat(LocalStackNote.read(root)).isEmpty();
  }

  @Test
  void ofAnEarlierVersionCountsForNothing() throws IOException {
    leave("{\"stack\":\"localstack\",\"coordinator\":\"%s\",\"outputs\":{},\"pid\":%d,\"started\":\"%s\"}"
        .formatted(COORDINATOR, ProcessHandle.current().pid(), ProcessHandle.current().info().startInstant().orElseThrow()));
    assertThat(LocalStackNote.read(root)).isEmpty();
  }

  @Test
  void thatIsHalfWrittenCountsForNothing() throws IOException {
    leave("{\"stack\":");
    assertThat(LocalStackNote.read(root)).isEmpty();
  }

  private void leave(String json) throws IOException {
    Files.writeString(Files.createDirectories(root.resolve(".sluice")).resolve("local.json"), json);
  }
}
