package dev.sluice.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.ExternalProgram;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.infra.preview.DeclaredStack;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real git repositories and real child processes; a script stands in for Maven and lays down a jar that leads to this class path. */
class OtherRevisionTest {
  private static final String CLASS = "dev/sluice/infra/preview/DumpMain.class";

  @TempDir Path folder;
  private Path root;
  private ExternalProgram git;
  private final StringWriter talk = new StringWriter();

  @BeforeEach
  void makeRepository() throws IOException, InterruptedException {
    root = Files.createDirectory(folder.resolve("a repository"));
    git = new ExternalProgram(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.test"), root, Map.of());
    git.call("init", "--quiet");
    Files.writeString(root.resolve(".gitignore"), "target/\n.sluice/\n");
    stackFile("first");
  }

  @Test
  void theProgramOfAnotherRevisionTellsWhatItDeclaresOfItsOwnStackFile() throws IOException, InterruptedException {
    String first = commit();
    stackFile("second");
    commit();

    DeclaredStack before = new OtherRevision(root, new PrintWriter(talk, true), maven(CLASS)).declared(first, "dev");
    assertThat(before.ofType("aws:rds/instance:Instance").get(0).text("dbName")).isEqualTo("first");
    assertThat(talk.toString()).contains("building the program of " + first.substring(0, 12));
    assertNothingLeft();

    // The second time it is known, and nothing is built.
    var known = new OtherRevision(root, new PrintWriter(talk, true), List.of("/bin/false")).declared(first, "dev");
    assertThat(known).isEqualTo(before);
  }

  @Test
  void aRevisionThatIsTooOldSaysSo() throws IOException, InterruptedException {
    String commit = commit();
    assertThatThrownBy(() -> new OtherRevision(root, new PrintWriter(talk), maven("something/else")).declared(commit, "dev"))
        .isInstanceOf(UserError.class).hasMessageContaining("is too old to be compared");
    assertNothingLeft();
  }

  @Test
  void aRevisionThatCannotBeBuiltTellsWhatMavenSaid() throws IOException, InterruptedException {
    String commit = commit();
    List<String> failing = List.of("/bin/sh", "-c", "echo 'cannot find symbol'; exit 1");
    assertThatThrownBy(() -> new OtherRevision(root, new PrintWriter(talk), failing).declared(commit, "dev"))
        .isInstanceOfSatisfying(UserError.class, error -> assertThat(error.exitCode()).isEqualTo(CliExit.UNAVAILABLE))
        .hasMessageContaining("cannot be built: cannot find symbol");
    assertNothingLeft();
  }

  @Test
  void aRevisionThatRefusesTheStackTellsItsReason() throws IOException, InterruptedException {
    String commit = commit();
    assertThatThrownBy(() -> new OtherRevision(root, new PrintWriter(talk), maven(CLASS)).declared(commit, "elsewhere"))
        .isInstanceOf(UserError.class).hasMessageContaining("Pulumi.elsewhere.yaml is missing");
    assertNothingLeft();
  }

  @Test
  void anUnknownRevisionIsRefused() throws IOException, InterruptedException {
    commit();
    assertThatThrownBy(() -> Worktree.commit(root, "nowhere")).hasMessageContaining("git knows no revision nowhere");
    assertThatThrownBy(() -> Worktree.commit(root, "--help")).hasMessageContaining("git knows no revision --help");
  }

  private void stackFile(String databaseName) throws IOException {
    Files.writeString(root.resolve("Pulumi.dev.yaml"), """
        config:
          aws:region: eu-central-1
          sluice:protected: false
          sluice:databaseName: %s
        """.formatted(databaseName));
  }

  private String commit() throws InterruptedException {
    assertThat(git.call("add", "-A").isDone()).isTrue();
    assertThat(git.call("commit", "--quiet", "-m", "change").isDone()).isTrue();
    return Worktree.commit(root, "HEAD");
  }

  private void assertNothingLeft() throws InterruptedException {
    assertThat(git.call("worktree", "list").out().lines()).hasSize(1);
  }

  /** Makes a script that puts a jar where the infra module has its own; the jar's manifest names this test's class path. */
  private List<String> maven(String entry) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(path -> Path.of(path).toUri().toString()).collect(Collectors.joining(" ")));
    Path jar = folder.resolve("infra.jar");
    try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file, manifest);
        var content = getClass().getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new ZipEntry(entry));
      if (content != null) {
        content.transferTo(out);
      }
      out.closeEntry();
    }
    return List.of("/bin/sh", "-c", "mkdir -p infra/target && cp '" + jar + "' infra/target/infra.jar");
  }
}
