package dev.sluice.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.terminal.Talk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each look is made by hand: what is the same at two looks is what somebody has finished writing. */
class JobsWatchTest {
  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();
  private Workshop workshop;
  private Path own;
  private OwnJobs jobs;
  private JobsWatch watch;
  private int restarts;

  @BeforeEach
  void start() throws IOException {
    workshop = new Workshop(folder);
    Path images = workshop.images();
    own = jar("Mine");
    jobs = OwnJobs.of(images, folder.resolve("made"), own, List.of("default"));
    watch = new JobsWatch(jobs, new Talk(new PrintWriter(said), false), () -> restarts++);
  }

  @AfterEach
  void end() {
    watch.close();
    jobs.close();
  }

  private Path jar(String type) throws IOException {
    return workshop.jar(folder.resolve("own.jar"), workshop.classes(List.of("own." + type), Workshop.job(type, "only")));
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  @Test
  void whatDoesNotChangeIsLeftAlone() {
    look(5);
    assertThat(restarts).isZero();
    assertThat(said.toString()).isEmpty();
  }

  @Test
  void aChangedJarStartsTheServicesAgainOnceItIsWritten() throws IOException {
    look(2);
    jar("Changed");
    look(1);
    assertThat(restarts).as("somebody may be writing").isZero();
    look(3);
    assertThat(restarts).isEqualTo(1);
    assertThat(said.toString()).contains("own.jar has changed", "start again with its jobs [changed]");
    assertThat(jobs.names()).containsExactly("changed");
  }

  @Test
  void halfAJarIsToldOnceAndNothingIsStartedAgain() throws IOException {
    Path before = jobs.images().resolve("jobs").toRealPath();
    byte[] whole = Files.readAllBytes(jar("Changed"));
    Files.write(own, Arrays.copyOf(whole, whole.length / 2));
    look(5);
    assertThat(restarts).isZero();
    assertThat(said.toString()).containsOnlyOnce("only half of one").contains("go on with the jobs that they have");
    assertThat(jobs.images().resolve("jobs").toRealPath()).isEqualTo(before);
    Files.write(own, whole);
    look(3);
    assertThat(restarts).isEqualTo(1);
  }

  @Test
  void aJarThatIsBeingBuiltAgainIsWaitedFor() throws IOException {
    Files.delete(own);
    look(3);
    assertThat(said.toString()).isEmpty();
    jar("Changed");
    look(2);
    assertThat(restarts).isEqualTo(1);
  }

  @Test
  void jobsThatCannotBeUsedLeaveTheServicesAlone() throws IOException {
    workshop.jar(own, workshop.classes(List.of("own.Mine"), Workshop.job("Mine", "Not A Name")));
    look(4);
    assertThat(restarts).isZero();
    assertThat(said.toString()).containsOnlyOnce("Not A Name");
    assertThat(jobs.names()).containsExactly("mine");
  }
}
