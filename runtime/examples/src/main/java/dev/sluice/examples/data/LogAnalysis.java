package dev.sluice.examples.data;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Log files read side by side and summed up: errors by service, and the slowest call. Like a word count, with a parser. */
public final class LogAnalysis implements JobSource<LogAnalysis.Logs, LogAnalysis.Summary> {
  private static final Pattern LINE = Pattern.compile("(?<service>\\S+) (?<status>\\d{3}) (?<millis>\\d+)ms");

  /** The files, each as its text: lines as {@code search 200 31ms}. */
  public record Logs(List<String> files) {}

  /** What is in a file, or in all of them. */
  public record Summary(int calls, Map<String, Integer> errors, Duration slowest) {
    public Summary {
      errors = new TreeMap<>(errors);
    }
  }

  @Override
  public Job<Logs, Summary> define(JobBuilder<Logs> job) {
    Op<List<Summary>> files = job.map("read", Summary.class, String.class, Logs::files, (text, context) -> read(text)).width(8);
    return job.output(job.op("sum-up", Summary.class, files, (parts, context) -> sumUp(parts)));
  }

  private static Summary read(String text) {
    int calls = 0;
    Map<String, Integer> errors = new TreeMap<>();
    Duration slowest = Duration.ZERO;
    for (Matcher line = LINE.matcher(text); line.find(); calls++) {
      if (line.group("status").startsWith("5")) {
        errors.merge(line.group("service"), 1, Integer::sum);
      }
      slowest = longer(slowest, Duration.ofMillis(Long.parseLong(line.group("millis"))));
    }
    return new Summary(calls, errors, slowest);
  }

  private static Summary sumUp(List<Summary> parts) {
    Map<String, Integer> errors = new TreeMap<>();
    parts.forEach(part -> part.errors().forEach((service, count) -> errors.merge(service, count, Integer::sum)));
    Duration slowest = parts.stream().map(Summary::slowest).reduce(Duration.ZERO, LogAnalysis::longer);
    return new Summary(parts.stream().mapToInt(Summary::calls).sum(), errors, slowest);
  }

  private static Duration longer(Duration first, Duration second) {
    return first.compareTo(second) >= 0 ? first : second;
  }
}
