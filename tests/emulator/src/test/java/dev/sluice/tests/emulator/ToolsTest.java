package dev.sluice.tests.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ToolsTest {
  @TempDir
  Path folder;

  @Test
  void missingToolsSkipTheSuiteAndAreNamedAllAtOnce() {
    assertThatThrownBy(() -> Tools.required(Map.of("PATH", folder.toString()), folder))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("Pulumi CLI").hasMessageContaining("SLUICE_TEST_PULUMI")
        .hasMessageContaining("MiniStack").hasMessageContaining("SLUICE_TEST_MINISTACK")
        .hasMessageContaining("tests/emulator/install");
  }

  @Test
  void missingToolsAreAFailureInContinuousIntegration() {
    assertThatThrownBy(() -> Tools.required(Map.of("PATH", folder.toString(), "CI", "true"), folder))
        .isInstanceOf(AssertionFailedError.class);
  }

  @Test
  void aNamedToolIsTakenBeforeTheInstalledOneAndThatBeforeThePath() throws IOException {
    Path named = program("named/other-name");
    Path installed = program("tools/pulumi/pulumi");
    Path onPath = program("path/pulumi");
    Map<String, String> path = Map.of("PATH", onPath.getParent().toString());

    assertThat(Tool.PULUMI.find(path, folder.resolve("none"))).contains(onPath);
    assertThat(Tool.PULUMI.find(path, folder.resolve("tools"))).contains(installed);
    assertThat(Tool.PULUMI.find(Map.of("SLUICE_TEST_PULUMI", named.toString()), folder.resolve("tools"))).contains(named);
    assertThat(Tool.PULUMI.find(Map.of("SLUICE_TEST_PULUMI", folder.resolve("no").toString()), folder.resolve("tools"))).isEmpty();
  }

  private Path program(String name) throws IOException {
    Path program = folder.resolve(name);
    Files.createDirectories(program.getParent());
    Files.createFile(program, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return program;
  }
}
