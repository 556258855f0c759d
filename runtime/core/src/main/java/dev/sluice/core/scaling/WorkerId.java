package dev.sluice.core.scaling;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a worker process, which stands in the rows that it leases: {@code default@0123456789abcdef-1a2b3c}.
 *
 * @param pool the pool that it belongs to
 * @param instance where it runs: an ECS task's id, or the name of a host
 * @param process chance, as six hexadecimal digits: a container that is started again keeps its instance
 */
public record WorkerId(String pool, String instance, String process) {
  private static final Pattern TEXT = Pattern.compile("(.+)@(.+)-([0-9a-f]{6})");

  /** Names a process that starts. */
  public static WorkerId next(String pool, String instance, RandomGenerator random) {
    return new WorkerId(pool, instance, String.format("%06x", random.nextInt(1 << 24)));
  }

  /** Reads what {@link #toString} wrote; empty for an owner of another name. */
  public static Optional<WorkerId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new WorkerId(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return pool + "@" + instance + "-" + process;
  }
}
