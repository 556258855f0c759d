package dev.sluice.cli.verify.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Call;
import dev.sluice.cli.CliExit;
import dev.sluice.contract.Setting;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that docs/certificate.md shows are what the code writes: a form that changes gets a new version. */
class GoldenCertificateTest {
  private static final Path HISTORY = Path.of("../../docs/certificate/history.jsonl");
  private static final Path CERTIFICATE = Path.of("../../docs/certificate/certificate.json");

  @TempDir private Path folder;

  @Test
  void aHistoryIsWrittenAndReadAsDocumented() throws Exception {
    History history = Mishaps.live(PlantedBug.NONE);
    Path written = folder.resolve("history.jsonl");
    HistoryFile.write(written, history);
    assertThat(written).hasSameTextualContentAs(HISTORY);
    assertThat(History.of(new HistoryFile(HISTORY))).isEqualTo(history);
  }

  @Test
  void theCertificateIsAsDocumentedByteForByte() throws IOException {
    Path written = folder.resolve("certificate.json");
    Call call = Call.of("verify", HISTORY.toString(), "--certificate", written.toString());
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(written).hasSameBinaryContentAs(CERTIFICATE);
    assertThat(Call.of("verify", HISTORY.toString(), "--json").out()).isEqualTo(Files.readString(CERTIFICATE));
  }

  @Test
  void aHistoryThatCannotBeReadExitsWithTwo() throws IOException {
    List<String> lines = Files.readAllLines(HISTORY);
    Path cut = Files.write(folder.resolve("cut.jsonl"), lines.subList(0, lines.size() - 1));
    Call call = Call.of("verify", "--history", cut.toString());
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).contains("cut off");
    assertThat(Call.of("verify", folder.resolve("none").toString()).exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(Call.of("verify", HISTORY.toString(), "--starvation-share", "2").exitCode()).isEqualTo(CliExit.USAGE);
  }

  @Test
  void theShareSetAsideIsThatOfTheWorkersUnlessToldOtherwise() throws IOException {
    String share = Setting.STARVATION_SHARE.defaultText().orElseThrow();
    assertThat(Files.readString(CERTIFICATE)).contains("\"starvationShare\" : " + share);
    assertThat(Call.of("verify", HISTORY.toString(), "--json", "--starvation-share", "0").out()).contains("\"starvationShare\" : 0.0");
  }

  @Test
  void anyLineOfAnEventTakenOutIsFound() throws IOException {
    List<String> lines = Files.readAllLines(HISTORY);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("{\"kind\":\"event\"")) {
        List<String> less = new java.util.ArrayList<>(lines);
        less.remove(i);
        Call call = Call.of("verify", Files.write(folder.resolve("less.jsonl"), less).toString());
        assertThat(call.exitCode()).as(lines.get(i)).isEqualTo(CliExit.CHECK_FAILED);
        assertThat(call.out()).contains("(I9: ");
      }
    }
  }
}
