package dev.sluice.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.simulator.SampleHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    History history = SampleHistory.ofTenRuns();
    Path file = folder.resolve("history.jsonl");
    HistoryFile.write(file, history);
    assertThat(History.of(new HistoryFile(file))).isEqualTo(history);
    assertThat(new HistoryFile(file).digest()).isEqualTo(history.digest()).hasSize(64);
    assertThat(Files.readAllLines(file)).hasSize(1 + 10 + history.events().size() + 10 + 1)
        .first().isEqualTo("{\"kind\":\"history\",\"version\":3}");
  }

  @Test
  void theFormBeforeIsReadAsItIs() throws IOException {
    History history = SampleHistory.ofTenRuns();
    Path file = folder.resolve("history.jsonl");
    HistoryFile.write(file, history);
    assertThat(new HistoryFile(file).version()).isEqualTo(3);
    Files.writeString(file, Files.readString(file).replace("\"version\":3}", "\"version\":2}"));
    assertThat(History.of(new HistoryFile(file))).isEqualTo(history);
    assertThat(new HistoryFile(file).version()).isEqualTo(2);
  }

  @Test
  void whatIsKnownOfARunThatGoesOnAndWhatIsForgottenIsReadBackToo() throws IOException {
    History history = SampleHistory.ofTenRuns();
    RunRow row = history.runs().get(0);
    History more = new History(history.accepted(), history.events(), List.of(), List.of(),
        List.of(new RunRow(row.id(), row.status(), null, row.ops(), 17L)), List.of(history.accepted().get(1)));
    Path file = folder.resolve("history.jsonl");
    HistoryFile.write(file, more);
    assertThat(History.of(new HistoryFile(file))).isEqualTo(more);
    assertThat(new HistoryFile(file).digest()).isEqualTo(more.digest());
  }

  @Test
  void aHistoryThatBreaksOffLeavesTheOneThatWasKept() throws IOException {
    Path file = Files.writeString(folder.resolve("history.jsonl"), "kept");
    assertThatThrownBy(() -> HistoryFile.write(file, sink -> {
      throw new IllegalStateException("no coordinator");
    })).hasMessage("no coordinator");
    assertThat(file).hasContent("kept");
    assertThat(folder).isDirectoryContaining(each -> each.equals(file)).isDirectoryNotContaining("glob:**.part");
    HistoryFile.write(Files.createSymbolicLink(folder.resolve("link.jsonl"), file), SampleHistory.ofTenRuns());
    assertThat(History.of(new HistoryFile(file))).isEqualTo(SampleHistory.ofTenRuns());
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aHistoryIsForItsOwnerUnlessOthersMightReadTheOneBefore() throws IOException {
    Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path file = folder.resolve("history.jsonl");
    HistoryFile.write(file, sink -> {
      assertThat(permissions(onlyPart())).isEqualTo("rw-------");
      sink.end(0);
    });
    assertThat(permissions(file)).isEqualTo("rw-------");
    for (String kept : List.of("rw-r-----", "rw-rw-rw-", "rw-------")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(kept));
      HistoryFile.write(file, SampleHistory.ofTenRuns());
      assertThat(permissions(file)).isEqualTo(kept);
    }
  }

  private Path onlyPart() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().endsWith(".part")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twoThatAreWrittenToOneFileAtOnceDoNotMeet() throws IOException {
    Path file = folder.resolve("history.jsonl");
    History history = SampleHistory.ofTenRuns();
    HistoryFile.write(file, sink -> {
      history.replay(sink);
      try {
        HistoryFile.write(file, other -> other.end(0));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    assertThat(History.of(new HistoryFile(file))).isEqualTo(history);
  }

  @Test
  void aLineThatIsNoneIsRefusedByItsNumber() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.jsonl"), "{\"kind\":\"history\",\"version\":2}\nnonsense\n");
    assertRefused(file, "line 2");
  }

  @Test
  void aFileWithoutHeaderIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("tail.jsonl"), "{\"kind\":\"accepted\",\"run\":\"x\"}\n");
    assertRefused(file, "header");
  }

  @Test
  void emptyFilesBinaryFilesAndNewerVersionsAreRefused() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
    Path binary = Files.write(folder.resolve("binary.jsonl"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
    Path newer = Files.writeString(folder.resolve("newer.jsonl"), "{\"kind\":\"history\",\"version\":4}\n");
    assertRefused(empty, "empty");
    assertRefused(binary, "not text");
    assertRefused(newer, "version 4");
  }

  @Test
  void aFileThatWasCutOffIsRefused() throws IOException {
    Path whole = folder.resolve("whole.jsonl");
    HistoryFile.write(whole, SampleHistory.ofTenRuns());
    List<String> lines = Files.readAllLines(whole);
    Path cut = Files.write(folder.resolve("cut.jsonl"), lines.subList(0, 20));
    assertRefused(cut, "cut off");
    Path twice = Files.write(folder.resolve("twice.jsonl"), Stream.concat(lines.stream(), lines.stream().skip(1)).toList());
    assertRefused(twice, "last line");
  }

  @Test
  void aMissingFileAndAMissingFieldAreRefused() throws IOException {
    assertRefused(folder.resolve("none"), "cannot read");
    Path file = Files.writeString(folder.resolve("field.jsonl"), "{\"kind\":\"history\",\"version\":2}\n{\"kind\":\"event\"}\n");
    assertRefused(file, "line 2");
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> History.of(new HistoryFile(file)))
        .isInstanceOf(UnreadableHistoryException.class).hasMessageContaining(reason);
  }
}
