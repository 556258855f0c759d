package dev.sluice.cli.verify.planted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.Call;
import dev.sluice.cli.CliExit;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantedBugTest {
  @TempDir private Path folder;

  private Call verify(History history, Path certificate) throws IOException {
    Path file = folder.resolve("history.jsonl");
    HistoryFile.write(file, history);
    return Call.of("verify", "--history", file.toString(), "--certificate", certificate.toString());
  }

  @Test
  void theRightPlatformKeepsEveryInvariantThroughTheSameMishaps() throws Exception {
    History history = Mishaps.live(PlantedBug.NONE);
    assertThat(history.events()).extracting(RunEvent::type)
        .contains(EventType.OP_LEASE_LOST, EventType.COMMIT_FENCED, EventType.DUPLICATE_SUPPRESSED, EventType.RUN_CANCELED);
    Path certificate = folder.resolve("certificate.json");
    Call call = verify(history, certificate);
    assertThat(call.exitCode()).as(call.out()).isEqualTo(CliExit.DONE);
    JsonNode document = new ObjectMapper().readTree(certificate.toFile());
    assertThat(document.path("holds").asBoolean()).isTrue();
    assertThat(document.path("opExecutions").path("accepted").asLong()).isEqualTo(5);
    assertThat(document.path("opExecutions").path("committed").asLong()).isEqualTo(5);
    assertThat(document.path("effects").path("recorded").asLong()).isEqualTo(4);
    for (String seen : Set.of("I1", "I2", "I3", "I4", "I5", "I6", "I9")) {
      assertThat(facts(document, seen)).as(seen).isPositive();
    }
  }

  private static long facts(JsonNode document, String invariant) {
    for (JsonNode each : document.path("invariants")) {
      if (each.path("invariant").asText().equals(invariant)) {
        return each.path("facts").asLong();
      }
    }
    throw new AssertionError("no invariant " + invariant);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsFoundUnderItsNameWithTheShortestHistoryThatShowsIt(PlantedBug bug) throws Exception {
    Path certificate = folder.resolve("certificate.json");
    Call call = verify(Mishaps.live(bug), certificate);
    assertThat(call.exitCode()).as(call.out()).isEqualTo(CliExit.CHECK_FAILED);
    assertThat(call.out()).contains(bug.rule() + " (" + bug.invariant() + ": ");
    JsonNode document = new ObjectMapper().readTree(certificate.toFile());
    assertThat(document.path("holds").asBoolean()).isFalse();
    assertThat(document.path("violations")).isNotEmpty().allSatisfy(offence -> {
      assertThat(offence.path("rule").asText()).isEqualTo(bug.rule().name());
      assertThat(offence.path("history").size()).as(offence.toString()).isBetween(1, 2);
    });
  }

  @Test
  void theSameMishapsGiveTheSameCertificateByteForByte() throws Exception {
    Path first = folder.resolve("first.json");
    Path second = folder.resolve("second.json");
    verify(Mishaps.live(PlantedBug.NO_FENCE), first);
    verify(Mishaps.live(PlantedBug.NO_FENCE), second);
    assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
  }
}
