package dev.sluice.testing;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.OpDefinition;
import dev.sluice.core.run.LeaseToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What happens to which attempts, as a test wrote it down. A later line wins over an earlier one of its kind. For one thread. */
final class Script {
  /** What happens to an attempt. */
  sealed interface Deed {}

  /** Its code throws this before it has done anything. */
  record Fails(Throwable with) implements Deed {}

  /** Its code is not called, and this is what it returns. */
  record Answers(@Nullable Object with) implements Deed {}

  /** It takes so long, by the virtual clock. */
  record Takes(Duration time) implements Deed {}

  /** Its timeout strikes as soon as its code begins. */
  record TimesOut() implements Deed {}

  /** Its run is called off as soon as its code begins. */
  record CallsOff(String reason) implements Deed {}

  /** Its worker dies when its code has returned, before anything of it is committed. */
  record LosesWorker() implements Deed {}

  private record Line(String op, Attempts attempts, Deed deed) {
    boolean isAbout(LeaseToken attempt) {
      String key = attempt.key().opKey();
      return attempts.include(attempt.attempt()) && (op.equals(key) || op.equals(definitionOf(key)));
    }
  }

  private final List<Line> lines = new ArrayList<>();

  void add(String op, Attempts attempts, Deed deed) {
    lines.add(new Line(op, attempts, deed));
  }

  /** Returns what this kind of line says of an attempt. A line about {@code count} is about every element {@code count[0]}, ... of it. */
  <D extends Deed> Optional<D> of(Class<D> kind, LeaseToken attempt) {
    return lines.stream().filter(line -> line.isAbout(attempt) && kind.isInstance(line.deed)).map(line -> kind.cast(line.deed))
        .reduce((earlier, later) -> later);
  }

  /**
   * Refuses lines about ops that no job has: a script that never comes true would make a test that proves nothing.
   *
   * @throws IllegalArgumentException naming the known ops
   */
  void check(JobRegistry jobs) {
    Set<String> known = new TreeSet<>();
    jobs.names().forEach(name -> jobs.job(name).ops().forEach(op -> known.add(op.name())));
    for (Line line : lines) {
      if (!known.contains(definitionOf(line.op))) {
        throw new IllegalArgumentException("the script is about op \"" + line.op + "\", and the jobs of this test have only " + known);
      }
      if (line.deed instanceof TimesOut) {
        checkTimeout(jobs, line.op);
      }
    }
  }

  private static void checkTimeout(JobRegistry jobs, String op) {
    for (String name : jobs.names()) {
      Job<?, ?> job = jobs.job(name);
      if (job.ops().stream().filter(any -> any.name().equals(definitionOf(op))).map(OpDefinition::timeout).anyMatch(Optional::isEmpty)) {
        throw new IllegalArgumentException(
            "op \"" + op + "\" of job " + name + " is to time out, and has no timeout: give it one with .timeout(...)");
      }
    }
  }

  private static String definitionOf(String key) {
    int bracket = key.indexOf('[');
    return bracket < 0 ? key : key.substring(0, bracket);
  }
}
