package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.command.Program;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.worker.TestJobs.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that would run for long are gone when their attempt has ended, with what they have started, and nothing of them is committed. */
@Timeout(60)
class CommandTest {
  /** Writes its id and its child's to a file, and would write a result in a quarter of an hour. */
  enum Sleeper {
    SHELL("sh", "-c", "sleep 900 & printf '%s\\n%s\\n' $$ $! > pids.new; mv pids.new pids; wait; echo '{\"text\":\"late\"}'"),
    PYTHON("python3", "-c", """
        import os, subprocess
        child = subprocess.Popen(["sleep", "900"])
        open("pids.new", "w").write(f"{os.getpid()}\\n{child.pid}\\n")
        os.rename("pids.new", "pids")
        child.wait()
        print('{"text":"late"}')
        """);

    private final List<String> words;

    Sleeper(String... words) {
      this.words = List.of(words);
    }

    Program in(Path folder) {
      return Program.of(words.toArray(String[]::new)).in(folder);
    }
  }

  private record Sleeping(Program program, @Nullable Duration timeout) implements JobSource<Text, Text> {
    @Override
    public Job<Text, Text> define(JobBuilder<Text> job) {
      var only = job.command("only", Text.class, program).retry(Retry.never());
      return job.output(timeout == null ? only : only.timeout(timeout));
    }
  }

  @TempDir
  private Path folder;

  private List<Long> awaitPids(Rig rig) {
    Path file = folder.resolve("pids");
    rig.recorder.awaitUntil("the program has told its ids", () -> Files.exists(file));
    try {
      List<Long> pids = Files.readAllLines(file).stream().map(Long::valueOf).toList();
      assertThat(pids).hasSize(2).allMatch(CommandTest::isRunning);
      return pids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that has ended may keep its number until somebody asks for its exit code, but it has no program any more. */
  private static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).filter(process -> process.isAlive() && process.info().command().isPresent()).isPresent();
  }

  private static void assertNothingIsCommitted(Rig rig, RunId run) {
    assertThat(rig.events(run)).extracting(RunEvent::type).doesNotContain(EventType.OP_SUCCEEDED, EventType.COMMIT_FENCED);
    assertThat(rig.op(run, "only").output()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aCanceledProgramIsGoneAndCommitsNothing(Sleeper sleeper) {
    try (Rig rig = new Rig(new Sleeping(sleeper.in(folder), null))) {
      rig.start("w1", 1);
      RunId run = rig.submit("sleeping", "{\"text\":\"in\"}");
      List<Long> pids = awaitPids(rig);

      assertThat(rig.store.cancel(run, "enough")).isTrue();

      assertThat(rig.awaitEnd(run).status()).isEqualTo(RunStatus.CANCELED);
      rig.recorder.awaitUntil("the program is gone", () -> pids.stream().noneMatch(CommandTest::isRunning));
      assertThat(rig.op(run, "only").state()).isEqualTo(OpState.CANCELED);
      assertNothingIsCommitted(rig, run);
    }
  }

  @Test
  void aProgramThatRunsOutOfTimeIsGone() {
    try (Rig rig = new Rig(new Sleeping(Sleeper.SHELL.in(folder), Duration.ofSeconds(3)))) {
      rig.start("w1", 1);
      RunId run = rig.submit("sleeping", "{\"text\":\"in\"}");
      List<Long> pids = awaitPids(rig);

      assertThat(rig.awaitEnd(run).status()).isEqualTo(RunStatus.FAILED);

      rig.recorder.awaitUntil("the program is gone", () -> pids.stream().noneMatch(CommandTest::isRunning));
      assertThat(rig.op(run, "only").cause()).satisfies(cause -> assertThat(cause.type()).isEqualTo(OpRunner.TIMEOUT));
      assertNothingIsCommitted(rig, run);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProgramWhoseWorkerEndsIsGone(Sleeper sleeper) {
    try (Rig rig = new Rig(new Sleeping(sleeper.in(folder), null))) {
      Worker worker = rig.start("w1", 1).worker();
      RunId run = rig.submit("sleeping", "{\"text\":\"in\"}");
      List<Long> pids = awaitPids(rig);

      worker.close();

      rig.recorder.awaitUntil("the program is gone", () -> pids.stream().noneMatch(CommandTest::isRunning));
      assertNothingIsCommitted(rig, run);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProgramWhoseLeaseIsLostIsGone(Sleeper sleeper) {
    try (Rig rig = new Rig(new Sleeping(sleeper.in(folder), null))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId run = rig.submit("sleeping", "{\"text\":\"in\"}");
      List<Long> pids = awaitPids(rig);

      rig.clock.advance(Rig.LEASE);
      rig.store.recover(10);
      hand.ticks().heartbeat();

      rig.recorder.await("lost");
      rig.recorder.awaitUntil("the program is gone", () -> pids.stream().noneMatch(CommandTest::isRunning));
      assertNothingIsCommitted(rig, run);
    }
  }
}
