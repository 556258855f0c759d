package dev.sluice.examples.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.JobTest;
import dev.sluice.testing.RunAssert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountTest {
  private static final String[] VOCABULARY = {"lease", "Lease", "fence", "Schleuse", "écluse", "op", "worker", "queue", "sluice's", "42"};

  @TempDir Path folder;

  @Test
  void theTopTenAgreesWithADirectCount() throws Exception {
    Random random = new Random(11);
    Map<String, Long> expected = new TreeMap<>();
    for (int file = 0; file < 40; file++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < random.nextInt(300); word++) {
        text.append(VOCABULARY[random.nextInt(VOCABULARY.length)]).append(random.nextBoolean() ? " " : ",\n");
      }
      Path path = folder.resolve("part" + file % 3).resolve("text" + file + ".txt");
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      Matcher matcher = Pattern.compile("\\p{L}+").matcher(text);
      while (matcher.find()) {
        expected.merge(matcher.group().toLowerCase(Locale.ROOT), 1L, Long::sum);
      }
    }
    WordCount.Output output = count(folder);
    assertThat(output.files()).isEqualTo(40);
    assertThat(output.words()).isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    assertThat(output.distinctWords()).isEqualTo(expected.size());
    assertThat(output.mostFrequent()).hasSizeLessThanOrEqualTo(10).isNotEmpty()
        .allSatisfy(each -> assertThat(expected).containsEntry(each.word(), each.count()));
    assertThat(output.mostFrequent().get(0).count()).isEqualTo(expected.values().stream().mapToLong(Long::longValue).max().orElseThrow());
  }

  @Test
  void whatWasBuiltAndWhatIsNotTextDoesNotCount() throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("target")).resolve("built.txt"), "built");
    Files.writeString(Files.createDirectories(folder.resolve(".git")).resolve("HEAD"), "ref");
    Files.write(folder.resolve("image.png"), new byte[] {'p', 'n', 'g', 0, 'x'});
    Files.write(folder.resolve("latin1.txt"), new byte[] {'a', (byte) 0xE9, ' '});
    Files.writeString(folder.resolve("kept.txt"), "kept 𝒜 kept");
    WordCount.Output output = count(folder);
    assertThat(output.files()).isEqualTo(1);
    assertThat(output.mostFrequent()).containsExactly(new WordCount.Frequency("kept", 2), new WordCount.Frequency("𝒜", 1));
  }

  @Test
  void anEmptyFolderHasNoWords() throws Exception {
    assertThat(count(folder)).isEqualTo(new WordCount.Output(0, 0, 0, java.util.List.of()));
  }

  @Test
  void aFolderThatIsNotThereIsRefusedByName() {
    RunAssert.assertThat(JobTest.of(new WordCount()).run(new WordCount.Input(folder.resolve("nowhere").toString())))
        .failedAt("list-files", IllegalArgumentException.class, "nowhere");
  }

  private static WordCount.Output count(Path folder) {
    return JobTest.of(new WordCount()).run(new WordCount.Input(folder.toString())).output();
  }
}
