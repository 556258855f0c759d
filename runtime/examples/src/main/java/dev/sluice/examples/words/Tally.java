package dev.sluice.examples.words;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each word occurs.
 *
 * @param files text files read
 * @param words occurrences by word, in the order of the words
 */
public record Tally(int files, Map<String, Long> words) {
  private static final Comparator<WordCount.Frequency> MOST_FREQUENT_FIRST =
      Comparator.comparingLong(WordCount.Frequency::count).reversed().thenComparing(WordCount.Frequency::word);

  public Tally {
    words = new TreeMap<>(words);
  }

  /** Counts the words of a text: runs of letters, in lower case. */
  static Map<String, Long> wordsOf(String text) {
    Map<String, Long> words = new HashMap<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i += width(text, i)) {
      boolean letter = i < text.length() && Character.isLetter(text.codePointAt(i));
      if (letter && start < 0) {
        start = i;
      } else if (!letter && start >= 0) {
        words.merge(text.substring(start, i).toLowerCase(Locale.ROOT), 1L, Long::sum);
        start = -1;
      }
    }
    return words;
  }

  private static int width(String text, int index) {
    return index < text.length() ? Character.charCount(text.codePointAt(index)) : 1;
  }

  static Tally merge(List<Tally> parts) {
    int files = 0;
    Map<String, Long> words = new HashMap<>();
    for (Tally part : parts) {
      files += part.files();
      part.words().forEach((word, count) -> words.merge(word, count, Long::sum));
    }
    return new Tally(files, words);
  }

  /** Returns the most frequent words; of equals the first in the alphabet. */
  List<WordCount.Frequency> mostFrequent(int limit) {
    return words.entrySet().stream()
        .map(entry -> new WordCount.Frequency(entry.getKey(), entry.getValue()))
        .sorted(MOST_FREQUENT_FIRST)
        .limit(limit)
        .toList();
  }

  long total() {
    return words.values().stream().mapToLong(Long::longValue).sum();
  }
}
