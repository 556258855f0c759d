package dev.sluice.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The words of a folder counted in one thread and one pass: what the job {@code word-count} must come to. It shares no code with the job.
 *
 * @param files text files read
 * @param words occurrences of all words
 * @param distinctWords different words
 * @param topTen the most frequent words, most frequent first; of equals the first in the alphabet
 */
record DirectCount(int files, long words, int distinctWords, List<Frequency> topTen) {
  private static final Pattern WORD = Pattern.compile("\\p{L}+");
  private static final Set<String> PASSED_OVER = Set.of(".git", ".sluice", ".idea", ".vscode", "target", "node_modules");
  private static final int TOP = 10;

  /** A word and how often it occurs. */
  record Frequency(String word, long count) {}

  static DirectCount of(Path folder) throws IOException {
    Map<String, Long> words = new HashMap<>();
    int files = 0;
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths.filter(each -> isCounted(folder, each))::iterator) {
        files += count(path, words) ? 1 : 0;
      }
    }
    List<Frequency> topTen = words.entrySet().stream()
        .map(entry -> new Frequency(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Frequency::count).reversed().thenComparing(Frequency::word))
        .limit(TOP)
        .toList();
    return new DirectCount(files, words.values().stream().mapToLong(Long::longValue).sum(), words.size(), topTen);
  }

  private static boolean isCounted(Path folder, Path path) {
    for (Path part : folder.relativize(path)) {
      if (PASSED_OVER.contains(part.toString())) {
        return false;
      }
    }
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean count(Path file, Map<String, Long> words) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return false;
    }
    if (text.indexOf('\0') >= 0) {
      return false;
    }
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.merge(matcher.group().toLowerCase(Locale.ROOT), 1L, Long::sum);
    }
    return true;
  }
}
