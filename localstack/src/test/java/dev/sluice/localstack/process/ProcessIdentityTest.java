package dev.sluice.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ProcessIdentityTest {
  private static final ProcessHandle SELF = ProcessHandle.current();

  @Test
  void aProcessIsFoundWhileItRunsAndNeverOneThatStartedAtAnotherTime() throws IOException, InterruptedException {
    assertThat(ProcessIdentity.of(SELF).find()).contains(SELF);
    assertThat(new ProcessIdentity(SELF.pid(), "ticks:1").find()).isEmpty();
    Process process = new ProcessBuilder("sleep", "600").start();
    ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
    assertThat(identity.find()).isPresent();
    process.destroyForcibly().waitFor();
    assertThat(identity.find()).isEmpty();
  }

  /** Nobody knows any more when it started, and whoever is given its id next would be taken for it. */
  @Test
  void aProcessThatEndedBeforeAnybodyAskedWhoItIsIsLeftOut() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    assertThat(ProcessIdentity.ofEach(Stream.of(process.toHandle(), SELF))).containsExactly(ProcessIdentity.of(SELF));
  }

  /** The boot time, from which Java works out when a process started, moves with the clock. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void onLinuxAStartIsNoTimeOfTheClock() {
    assertThat(ProcessIdentity.of(SELF).start()).matches("ticks:\\d+");
  }

  @Test
  void theNameOfAProgramMayHaveSpacesAndParenthesesInIt() {
    String fields = " S 1 2 3 4 -1 4194560 5 6 7 8 9 10 11 12 20 0 13 0 987654 14 15 16";
    assertThat(ProcessIdentity.start("42 (java)" + fields)).isEqualTo("ticks:987654");
    assertThat(ProcessIdentity.start("42 (a) b (c)" + fields)).isEqualTo("ticks:987654");
  }

  /** As on other platforms, and as earlier versions left it on Linux. */
  @Test
  void aStartInMillisecondsIsComparedWithWhatJavaTells() {
    Instant start = SELF.info().startInstant().orElseThrow();
    assertThat(startedAt(start).find()).contains(SELF);
    assertThat(startedAt(start.plus(Duration.ofMinutes(1))).find()).isEmpty();
    assertThat(new ProcessIdentity(SELF.pid(), "0").find()).contains(SELF);
  }

  private static ProcessIdentity startedAt(Instant start) {
    return new ProcessIdentity(SELF.pid(), Long.toString(start.toEpochMilli()));
  }
}
