package dev.sluice.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.command.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ShellProgramTest extends ProgramConformance {
  @TempDir
  private Path folder;

  @Override
  Program program() {
    return Program.script(ShellFolderSize.class, "folder-size.sh", "sh");
  }

  @Override
  String input() {
    try {
      Files.writeString(folder.resolve("one"), "1");
      Files.writeString(folder.resolve("two"), "2");
      return "{\"path\":\"" + folder + "\"}";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  String unusableInput() {
    return "{\"path\":\"\"}";
  }

  @Override
  void check(JsonNode result) {
    assertThat(result.path("files").asInt()).isEqualTo(2);
    assertThat(result.path("kilobytes").isIntegralNumber()).isTrue();
  }
}
