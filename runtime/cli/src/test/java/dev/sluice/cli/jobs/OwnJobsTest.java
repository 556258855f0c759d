package dev.sluice.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.terminal.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnJobsTest {
  @TempDir private Path folder;
  private Workshop workshop;
  private Path images;
  private Path own;

  @BeforeEach
  void build() throws IOException {
    workshop = new Workshop(folder);
    images = workshop.images();
    own = folder.resolve("own.jar");
  }

  private OwnJobs of(Path given) throws IOException {
    return OwnJobs.of(images, folder.resolve("made"), given, List.of("default", "bulk"));
  }

  private void isRefused(Path given, String... words) throws IOException {
    assertThatThrownBy(() -> of(given)).isInstanceOf(UserError.class).hasMessageContainingAll(words)
        .hasMessageContaining("--jobs " + given);
    try (Stream<Path> left = Files.list(folder.resolve("made"))) {
      assertThat(left).as("nothing is left").isEmpty();
    }
  }

  @Test
  void aJarsJobsStandBesideThoseOfTheImages() throws IOException {
    workshop.jar(own, workshop.classes(List.of("own.Mine"), Workshop.job("Mine", "only")));
    try (OwnJobs jobs = of(own)) {
      assertThat(jobs.names()).containsExactly("mine");
      assertThat(jobs.images().resolve("jobs/own.jar")).exists();
      assertThat(jobs.images().resolve("jobs/examples.jar")).exists();
      assertThat(jobs.images().resolve("worker/image.json")).exists();
    }
    assertThat(folder.resolve("made").toFile().list()).isEmpty();
    assertThat(images.resolve("jobs/own.jar")).as("the checkout's own images stay as they are").doesNotExist();
  }

  @Test
  void aFolderOfJarsMayHoldWhatTheJobsNeed() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Path both = workshop.classes(List.of("own.Needy"), needy(), "package own; public final class Needed {}");
    Path needed = Files.createDirectories(folder.resolve("needed/own"));
    Files.move(both.resolve("own/Needed.class"), needed.resolve("Needed.class"));
    workshop.jar(jars.resolve("needy.jar"), both);
    isRefused(jars, "own.Needed is needed and is in none of the jars");
    workshop.jar(jars.resolve("needed.jar"), folder.resolve("needed"));
    try (OwnJobs jobs = of(jars)) {
      assertThat(jobs.names()).containsExactly("needy");
    }
  }

  private static String needy() {
    return Workshop.job("Needy", "only").replace("public Job", "private final Needed needed = new Needed(); public Job");
  }

  @Test
  void aFolderOfClassesIsTakenAsItIsBuilt() throws IOException {
    try (OwnJobs jobs = of(workshop.classes(List.of("own.Mine"), Workshop.job("Mine", "only")))) {
      assertThat(jobs.names()).containsExactly("mine");
    }
  }

  @Test
  void whatIsNoJarIsRefused() throws IOException {
    isRefused(folder.resolve("nothing.jar"), "there is no such file or folder");
    isRefused(Files.createDirectories(folder.resolve("empty")), "neither a jar, nor a folder with jars", JobsPath.ENTRY);
    isRefused(Files.writeString(folder.resolve("half.jar"), "PK"), "half.jar is no jar, or only half of one");
    Path project = folder.resolve("project");
    Files.createDirectories(project.resolve("target/classes"));
    isRefused(project, "give " + project.resolve("target/classes"));
  }

  @Test
  void aJarThatListsNoJobsIsRefused() throws IOException {
    isRefused(workshop.jar(own, workshop.classes(List.of(), Workshop.job("Mine", "only"))), "no jar of it has an entry " + JobsPath.ENTRY);
  }

  @Test
  void aListedClassThatIsNotThereIsNamed() throws IOException {
    isRefused(workshop.jar(own, workshop.classes(List.of("own.Other"), Workshop.job("Mine", "only"))), "own.Other not found", JobsPath.ENTRY);
  }

  @Test
  void aClassOfANewerJavaIsNamedWithWhatToDo() throws IOException {
    Path classes = workshop.classes(List.of("own.Mine"), Workshop.job("Mine", "only"));
    byte[] code = Files.readAllBytes(classes.resolve("own/Mine.class"));
    code[7] = 99; // the class file's major version
    Files.write(classes.resolve("own/Mine.class"), code);
    isRefused(workshop.jar(own, classes), "own.Mine is compiled for Java 55", "services run on Java " + Runtime.version().feature(), "JAVA_HOME");
  }

  @Test
  void aNameThatIsTakenIsRefused() throws IOException {
    String known = Workshop.job("Another", "only").replace("public Job", "public String name() { return \"known\"; } public Job");
    isRefused(workshop.jar(own, workshop.classes(List.of("own.Another"), known)), "\"known\"", "two sources define it");
  }

  @Test
  void aJobThatIsNotWellDefinedIsRefused() throws IOException {
    isRefused(workshop.jar(own, workshop.classes(List.of("own.Mine"), Workshop.job("Mine", "Not A Name"))), "Not A Name");
  }

  @Test
  void aClassThatFailsToLoadIsRefusedWithItsReason() throws IOException {
    String broken = Workshop.job("Mine", "only")
        .replace("public Job", "static final int N = Integer.parseInt(\"no number\"); public Job");
    isRefused(workshop.jar(own, workshop.classes(List.of("own.Mine"), broken)), "own.Mine", "no number");
  }

  @Test
  void aJobOnAQueueThatTheStackLacksIsRefused() throws IOException {
    String gpu = Workshop.job("Mine", "only").replace("job.output(", "job.queue(\"gpu\").output(");
    isRefused(workshop.jar(own, workshop.classes(List.of("own.Mine"), gpu)),
        "job \"mine\" runs on queues [gpu], and the stack has [bulk, default]", "sluice:queues");
    try (OwnJobs jobs = of(workshop.classes(List.of("own.Mine"), gpu.replace("gpu", "bulk")))) {
      assertThat(jobs.names()).containsExactly("mine");
    }
  }

  private Path sinks(String topics, String... listed) throws IOException {
    String sink = "package own; import dev.sluice.core.outbox.*; public final class Post implements OutboxSink {"
        + " public java.util.Set<String> topics() { return " + topics + "; } public void send(OutboxMessage message) {} }";
    Path classes = workshop.classes(List.of("own.Mine"), Workshop.job("Mine", "only"), sink, sink.replace("Post", "Mail"),
        sink.replace("Post", "Broken").replace("public void", "public Broken() { throw new IllegalStateException(\"no host\"); } public void"));
    Files.write(classes.resolve("META-INF/services/dev.sluice.core.outbox.OutboxSink"), List.of(listed));
    return workshop.jar(own, classes);
  }

  @Test
  void sinksThatACoordinatorCouldNotStartWithAreRefused() throws IOException {
    isRefused(sinks("java.util.Set.of(\"mail\")", "own.Post", "own.Mail"), "two sinks take the topic \"mail\": own.Post and own.Mail");
    isRefused(sinks("null", "own.Post"), "own.Post.topics returns null");
    isRefused(sinks("null", "own.Broken"), "own.Broken", "no host");
    isRefused(sinks("null", "own.Other"), "own.Other not found", "META-INF/services/dev.sluice.core.outbox.OutboxSink lists it");
    try (OwnJobs jobs = of(sinks("java.util.Set.of(\"mail\")", "own.Post"))) {
      assertThat(jobs.names()).containsExactly("mine");
    }
  }

  @Test
  void whatAProcessThatIsGoneLeftIsDeleted() throws IOException {
    Path left = Files.createDirectories(folder.resolve("made/99999999"));
    try (OwnJobs jobs = of(workshop.classes(List.of("own.Mine"), Workshop.job("Mine", "only")))) {
      assertThat(left).doesNotExist();
      assertThat(jobs.images()).exists();
    }
  }
}
