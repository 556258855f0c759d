package dev.sluice.examples.data;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A line that is wrong goes to the dead letters with its reason, and the others are imported. Articles from a supplier. */
public final class CsvImport implements JobSource<CsvImport.File, CsvImport.Imported> {
  /** A file's lines, as {@code name;price}, with a heading. */
  public record File(List<String> lines) {}

  /** A line and where it stands. */
  public record Line(int number, String text) {}

  /** What a line says. */
  public record Article(String name, BigDecimal price) {}

  /** What is in. */
  public record Imported(List<String> names, BigDecimal dearest) {}

  @Override
  public Job<File, Imported> define(JobBuilder<File> job) {
    Op<List<Article>> articles = job.map("line", Article.class, Line.class, CsvImport::lines,
        (line, context) -> parse(line)).mayFail();
    return job.output(job.op("import", Imported.class, articles, (all, context) -> new Imported(
        all.stream().map(Article::name).toList(),
        all.stream().map(Article::price).max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO))).when(Trigger.ALL_DONE));
  }

  private static List<Line> lines(File file) {
    return IntStream.range(1, file.lines().size()).mapToObj(index -> new Line(index + 1, file.lines().get(index))).toList();
  }

  private static Article parse(Line line) {
    String[] cells = line.text().split(";");
    if (cells.length != 2) {
      throw new NonRetryableException("line " + line.number() + " has " + cells.length + " cells, not 2: " + line.text());
    }
    try {
      return new Article(cells[0], new BigDecimal(cells[1]));
    } catch (NumberFormatException e) {
      throw new NonRetryableException("line " + line.number() + ": \"" + cells[1] + "\" is no price", e);
    }
  }
}
