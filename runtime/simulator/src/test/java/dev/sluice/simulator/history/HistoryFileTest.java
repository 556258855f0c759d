package dev.sluice.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.simulator.SampleHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    History history = SampleHistory.ofTenRuns();
    Path file = folder.resolve("history.jsonl");
    HistoryFile.write(file, history);
    assertThat(HistoryFile.read(file)).isEqualTo(history);
    assertThat(Files.readAllLines(file)).hasSize(1 + 10 + history.events().size() + 10 + 20)
        .first().isEqualTo("{\"kind\":\"history\",\"version\":1}");
  }

  @Test
  void aLineThatIsNoneIsRefusedByItsNumber() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.jsonl"), "{\"kind\":\"history\",\"version\":1}\nnonsense\n");
    assertThatThrownBy(() -> HistoryFile.read(file)).isInstanceOf(UnreadableHistoryException.class).hasMessageContaining("line 2");
  }

  @Test
  void aFileWithoutHeaderIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("tail.jsonl"), "{\"kind\":\"accepted\",\"run\":\"x\"}\n");
    assertThatThrownBy(() -> HistoryFile.read(file)).isInstanceOf(UnreadableHistoryException.class).hasMessageContaining("header");
  }

  @Test
  void emptyFilesBinaryFilesAndNewerVersionsAreRefused() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
    Path binary = Files.write(folder.resolve("binary.jsonl"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
    Path newer = Files.writeString(folder.resolve("newer.jsonl"), "{\"kind\":\"history\",\"version\":2}\n");
    assertThatThrownBy(() -> HistoryFile.read(empty)).isInstanceOf(UnreadableHistoryException.class).hasMessageContaining("empty");
    assertThatThrownBy(() -> HistoryFile.read(binary)).isInstanceOf(UnreadableHistoryException.class).hasMessageContaining("not text");
    assertThatThrownBy(() -> HistoryFile.read(newer)).isInstanceOf(UnreadableHistoryException.class).hasMessageContaining("version 2");
  }
}
