package dev.sluice.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.localstack.program.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardianTest {
  @TempDir Path parent;

  @Test
  void aGuardianThatIsKilledIsReplaced() throws Exception {
    StateFolder folder = StateFolder.create(parent, 0);
    try (Guardian guardian = Guardian.start(folder)) {
      long first = guardian.pid();
      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      Await.until("there is another", () -> guardian.pid() != first);
      assertThat(ProcessHandle.of(guardian.pid())).isPresent();
    }
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void aGuardianThatIsLetGoBeforeTheFolderIsGoneEndsItsChildrenAndDeletesIt() throws Exception {
    StateFolder folder = StateFolder.create(parent, 0);
    Guardian guardian = Guardian.start(folder);
    // A child and what it has started in the background, as a worker with a command of its own.
    ChildProcess child = ChildProcess.start(folder, sleeping(folder, "sleep 1000 & sleep 1000"));
    Await.until("both run", () -> ProcessHandle.of(child.pid()).orElseThrow().descendants().count() == 2);
    List<ProcessHandle> descendants = ProcessHandle.of(child.pid()).orElseThrow().descendants().toList();
    guardian.close();
    assertThat(folder.path()).doesNotExist();
    assertThat(child.exit().join()).isEqualTo(137);
    Await.until("they have ended too", () -> descendants.stream().allMatch(Await::hasEnded));
  }

  @Test
  void whatAChildHasStartedEndsWithIt() throws Exception {
    StateFolder folder = StateFolder.create(parent, 0);
    Path pid = folder.path().resolve("background");
    ChildProcess child = ChildProcess.start(folder, sleeping(folder, "sleep 1000 & echo $! > " + pid));
    assertThat(child.exit().join()).isZero();
    long background = Long.parseLong(Files.readString(pid).trim());
    Await.until("it has ended", () -> ProcessHandle.of(background).filter(process -> !Await.hasEnded(process)).isEmpty());
    assertThat(folder.pids()).isEmptyDirectory();
    folder.delete();
  }

  @Test
  void aSweepLeavesTheFoldersOfTheLivingAlone() {
    StateFolder folder = StateFolder.create(parent, 0);
    assertThat(Sweep.of(parent)).isEmpty();
    assertThat(folder.path()).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ticks:1", "1000"})
  void aSweepRemovesTheFolderOfAnOwnerWhoseIdIsNowSomebodyElses(String start) throws Exception {
    StateFolder folder = StateFolder.create(parent, 0);
    Files.writeString(folder.path().resolve(StateFolder.OWNER), ProcessHandle.current().pid() + " " + start);
    assertThat(Sweep.of(parent)).containsExactly(folder.path());
    assertThat(folder.path()).doesNotExist();
  }

  private static ChildProcess.Command sleeping(StateFolder folder, String script) {
    return new ChildProcess.Command(List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"), folder.path(),
        folder.path().resolve("log"));
  }
}
