package dev.sluice.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
    long self = ProcessHandle.current().pid();
    new LocalStackNote("localstack", COORDINATOR, Map.of(), self, Instant.EPOCH).write(root);
    assertThat(LocalStackNote.read(root)).isEmpty();
  }

  @Test
  void thatIsHalfWrittenCountsForNothing() throws IOException {
    Files.writeString(Files.createDirectories(root.resolve(".sluice")).resolve("local.json"), "{\"stack\":");
    assertThat(LocalStackNote.read(root)).isEmpty();
  }
}
