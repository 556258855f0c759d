package dev.sluice.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program may do, and what becomes of it. */
@Timeout(60)
class ProgramCallTest {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private String run(Program program, String input) throws Exception {
    return new ProgramCall(program, Map.of("SLUICE_ATTEMPT", "2"), lines::add).run(input);
  }

  private static Program shell(String script) {
    return Program.of("/bin/sh", "-c", script);
  }

  @Test
  void theInputGoesInAndTheOutputComesOut() throws Exception {
    assertThat(run(Program.of("cat"), "{\"ä\":1}")).isEqualTo("{\"ä\":1}");
  }

  @Test
  void aProgramThatWritesBeforeItReadsFillsNoPipeForGood() throws Exception {
    String input = "x".repeat(3_000_000);

    String output = run(shell("head -c 1000000 /dev/zero | tr '\\0' 'o'; head -c 1000000 /dev/zero | tr '\\0' 'e' >&2; cat"), input);

    assertThat(output).hasSize(4_000_000).startsWith("ooo").endsWith("xxx");
    assertThat(lines.stream().mapToInt(String::length).sum()).isEqualTo(1_000_000);
  }

  @Test
  void aProgramThatDoesNotReadItsInputIsNoFailure() throws Exception {
    assertThat(run(shell("exec <&-; echo done"), "x".repeat(3_000_000))).isEqualTo("done\n");
  }

  @Test
  void anotherExitCodeIsAFailureWithTheLastLinesOfStandardError() {
    assertThatThrownBy(() -> run(shell("for i in $(seq 100); do echo line $i >&2; done; exit 3"), ""))
        .isInstanceOfSatisfying(FailedProgramException.class, failure -> {
          assertThat(failure.exitCode()).isEqualTo(3);
          assertThat(failure.isWorthAnotherAttempt()).isTrue();
          assertThat(failure).hasMessage("/bin/sh ended with exit code 3: line 100");
          assertThat(failure.toString()).contains("line 71\n", "\nline 100").doesNotContain("line 70\n");
        });
    assertThat(lines).hasSize(100).startsWith("line 1").endsWith("line 100");
  }

  @Test
  void theExitCodeOfSysexitsRefusesTheTaskForGoodAndASignalIsNamed() {
    assertThatThrownBy(() -> run(shell("exit 65"), ""))
        .isInstanceOfSatisfying(FailedProgramException.class, failure -> assertThat(failure.isWorthAnotherAttempt()).isFalse());
    assertThatThrownBy(() -> run(shell("kill -KILL $$"), "")).hasMessage("/bin/sh ended with exit code 137 (signal 9)");
  }

  @Test
  void aProgramThatCrashesIsWorthAnotherAttemptWhateverItHasLeftBehind() {
    assertThatThrownBy(() -> run(shell("echo lost >&2; sleep 60 & exit 3"), ""))
        .isInstanceOfSatisfying(FailedProgramException.class, failure -> assertThat(failure.isWorthAnotherAttempt()).isTrue())
        .hasMessage("/bin/sh ended with exit code 3: lost");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> run(Program.of("no-such-program-anywhere", "-x"), ""))
        .isInstanceOfSatisfying(UnusableProgramException.class, failure -> assertThat(failure.isWorthAnotherAttempt()).isFalse())
        .hasMessageContaining("there is no program \"no-such-program-anywhere\" on this worker");
    assertThatThrownBy(() -> run(Program.of("/no/such"), "")).hasMessageContaining("there is no program \"/no/such\"");
    assertThatThrownBy(() -> run(Program.of("cat").in(Path.of("/no/such/folder")), ""))
        .hasMessage("the working folder /no/such/folder of cat does not exist on this worker");
  }

  @Test
  void anOutputThatIsNotUtf8IsRefused() {
    assertThatThrownBy(() -> run(shell("printf '\"caf\\351\"'"), ""))
        .isInstanceOfSatisfying(UnusableProgramException.class, failure -> assertThat(failure.isWorthAnotherAttempt()).isFalse())
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void anOutputWithoutEndIsCutOff() {
    assertThatThrownBy(() -> run(shell("exec yes").outputLimit(1_000), ""))
        .isInstanceOf(UnusableProgramException.class).hasMessageContaining("more than the 1000 bytes");
  }

  @Test
  void itSeesItsFolderAndItsVariablesButNoSettingsOfThePlatform(@TempDir Path folder) throws Exception {
    String output = run(shell("pwd; echo $GREETING; env | grep ^SLUICE_").in(folder).with("GREETING", "hello"), "");

    assertThat(output).isEqualTo(folder.toRealPath() + "\nhello\nSLUICE_ATTEMPT=2\n");
  }

  @Test
  void aScriptOfTheJarIsUnpackedForEachRun() throws Exception {
    Program program = Program.script(ProgramCallTest.class, "echo.sh", "/bin/sh");

    assertThat(run(program, "once")).isEqualTo("echo: once");
    assertThat(run(program, "again")).isEqualTo("echo: again");
    assertThatThrownBy(() -> Program.script(ProgramCallTest.class, "none.sh", "/bin/sh"))
        .hasMessageContaining("no resource \"none.sh\" beside " + ProgramCallTest.class.getName());
  }

  @Test
  void nothingIsLeftOfAScriptWhoseRunHasEnded() throws Exception {
    Program program = Program.script(ProgramCallTest.class, "where.sh", "/bin/sh");
    run(program, "");
    assertThatThrownBy(() -> run(program.with("CODE", "3"), "")).isInstanceOf(FailedProgramException.class);

    assertThat(lines).hasSize(2).doesNotHaveDuplicates().allMatch(path -> path.endsWith("/where.sh"));
    assertThat(lines).map(path -> Path.of(path).getParent()).noneMatch(Files::exists);
  }

  @Test
  void anInterruptEndsTheProgramAndWhatItHasStarted(@TempDir Path folder) throws Exception {
    endsWhenInterrupted(folder, shell("echo $$ > pids; sleep 1000 & echo $! >> pids; wait").in(folder));
  }

  @Test
  void whatIsDeafToTheTermSignalIsKilled(@TempDir Path folder) throws Exception {
    endsWhenInterrupted(folder, shell("trap '' TERM; echo $$ > pids; sleep 1000 & echo $! >> pids; while :; do wait; done")
        .in(folder).grace(Duration.ofMillis(50)));
  }

  private void endsWhenInterrupted(Path folder, Program program) throws Exception {
    FutureTask<Void> outcome = new FutureTask<>(() -> {
      assertThatThrownBy(() -> run(program, "")).isInstanceOf(InterruptedException.class);
      return null;
    });
    Thread runner = new Thread(outcome);
    runner.start();
    Path file = folder.resolve("pids");
    while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
      assertThat(outcome).as("the program runs").isNotDone();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    List<Long> pids = pids(file);
    assertThat(pids).allMatch(Ask::isRunning);

    runner.interrupt();

    outcome.get();
    assertThat(pids).hasSize(2).noneMatch(Ask::isRunning);
  }

  private static List<Long> pids(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(Long::valueOf).toList();
  }

  /** Asks the system, not the class under test. A process that has ended may keep its id, and some time its state; it has no program any more. */
  private static final class Ask {
    static boolean isRunning(long pid) {
      try {
        Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"));
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }
}
