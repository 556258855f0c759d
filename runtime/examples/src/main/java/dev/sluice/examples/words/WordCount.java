package dev.sluice.examples.words;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Counts the words of every text file below a folder: list the files, count them in parallel shards, merge, take the top ten.
 * The folder must be visible to every worker.
 */
public final class WordCount implements JobSource<WordCount.Input, WordCount.Output> {
  /** Ops that count side by side. */
  public static final int SHARDS = 8;

  private static final int TOP = 10;
  /** What travels on from the merge, so that it stays small whatever the folder holds. */
  private static final int MERGED = 1_000;

  /**
   * What to count.
   *
   * @param folder absolute path
   */
  public record Input(String folder) {}

  /**
   * The files found.
   *
   * @param folder absolute path
   * @param paths relative to it
   */
  public record Listing(String folder, List<String> paths) {}

  /**
   * A word and how often it occurs.
   *
   * @param word in lower case
   * @param count occurrences
   */
  public record Frequency(String word, long count) {}

  /**
   * All shards together.
   *
   * @param files text files read
   * @param words occurrences of all words
   * @param distinctWords different words
   * @param mostFrequent the most frequent words, most frequent first
   */
  public record Output(int files, long words, int distinctWords, List<Frequency> mostFrequent) {}

  @Override
  public Job<Input, Output> define(JobBuilder<Input> job) {
    Op<Listing> files = job.op("list-files", Listing.class, (input, context) -> list(Path.of(input.folder())));
    List<Op<Tally>> shards = IntStream.range(0, SHARDS)
        .mapToObj(shard -> job.op("count-" + shard, Tally.class, files, (listing, context) -> count(listing, shard)))
        .toList();
    Op<Output> merged = job.op("merge", Output.class, shards, (parts, context) -> merge(parts));
    return job.output(job.op("top-ten", Output.class, merged, (all, context) -> top(all)));
  }

  private static Listing list(Path folder) throws IOException {
    if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException("folder must be the absolute path of a folder, got \"" + folder + "\"");
    }
    return new Listing(folder.toString(), TextFiles.below(folder));
  }

  private static Tally count(Listing listing, int shard) throws IOException {
    List<Tally> parts = new ArrayList<>();
    for (int i = shard; i < listing.paths().size(); i += SHARDS) {
      Optional<String> text = TextFiles.read(Path.of(listing.folder(), listing.paths().get(i)));
      text.map(Tally::wordsOf).map(words -> new Tally(1, words)).ifPresent(parts::add);
    }
    return parts.isEmpty() ? new Tally(0, Map.of()) : Tally.merge(parts);
  }

  private static Output merge(List<Tally> parts) {
    Tally all = Tally.merge(parts);
    return new Output(all.files(), all.total(), all.words().size(), all.mostFrequent(MERGED));
  }

  private static Output top(Output all) {
    return new Output(all.files(), all.words(), all.distinctWords(), all.mostFrequent().stream().limit(TOP).toList());
  }
}
