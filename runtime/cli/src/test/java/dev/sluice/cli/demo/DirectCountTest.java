package dev.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectCountTest {
  @TempDir Path folder;

  @Test
  void countsTheWordsOfTextFilesAndPassesOverWhatWasBuilt() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "Lease, lease; fence!");
    Files.writeString(Files.createDirectories(folder.resolve("part")).resolve("b.md"), "lease écluse");
    Files.writeString(Files.createDirectories(folder.resolve("part/target")).resolve("c.txt"), "built");
    Files.write(folder.resolve("d.bin"), new byte[] {'x', 0});
    assertThat(DirectCount.of(folder)).isEqualTo(new DirectCount(2, 5, 3, List.of(
        new DirectCount.Frequency("lease", 3), new DirectCount.Frequency("fence", 1), new DirectCount.Frequency("écluse", 1))));
  }
}
