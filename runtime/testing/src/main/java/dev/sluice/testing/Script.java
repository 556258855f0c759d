package dev.sluice.testing;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.OpDefinition;
import dev.sluice.core.job.OpWork;
import dev.sluice.core.job.UnknownOpException;
import dev.sluice.core.run.LeaseToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happens to which attempts, as a test wrote it down. A later line wins over an earlier one of its kind. For one thread. */
final class Script {
  /** What happens to an attempt. */
  sealed interface Deed {}

  /** What goes wrong: a test is about it. Answers, signals and times are what a test stands on, and it may have more of them than it needs. */
  sealed interface Trouble extends Deed {}

  /** Its code throws this before it has done anything. */
  record Fails(Throwable with) implements Trouble {}

  /** Its code is not called, and this is what it returns. */
  record Answers(@Nullable Object with) implements Deed {}

  /** It takes so long, by the virtual clock. */
  record Takes(Duration time) implements Deed {}

  /** Its timeout strikes as soon as its code begins. */
  record TimesOut() implements Trouble {}

  /** Its run is called off as soon as its code begins. */
  record CallsOff(String reason) implements Trouble {}

  /** Its worker dies when its code has returned, before anything of it is committed. */
  record LosesWorker() implements Trouble {}

  /** It is given this signal, so long after it has begun to wait for one. */
  record Signals(@Nullable Object with, Duration after) implements Deed {}

  /** It is given this signal before its run has begun. */
  record SignalsBeforehand(@Nullable Object with) implements Deed {}

  private record Line(String op, Attempts attempts, Deed deed) {}

  private final List<Line> lines = new ArrayList<>();
  /** Ops that make the elements of maps: a line about a map is about its elements. */
  private final Set<String> maps = new HashSet<>();

  void add(String op, Attempts attempts, Deed deed) {
    lines.add(new Line(op, attempts, deed));
  }

  /** Returns what this kind of line says of an attempt. A line about {@code count} is about every element {@code count[0]}, ... of it. */
  <D extends Deed> Optional<D> of(Class<D> kind, LeaseToken attempt) {
    return lines.stream().filter(line -> isAbout(line, attempt) && kind.isInstance(line.deed)).map(line -> kind.cast(line.deed))
        .reduce((earlier, later) -> later);
  }

  /** Tells whether any line is of this kind. */
  boolean has(Class<? extends Deed> kind) {
    return lines.stream().anyMatch(line -> kind.isInstance(line.deed));
  }

  private boolean isAbout(Line line, LeaseToken attempt) {
    return line.attempts.include(attempt.attempt()) && isAbout(line.op, attempt.key().opKey());
  }

  private boolean isAbout(String op, String key) {
    return !maps.contains(key) && (op.equals(key) || op.equals(definitionOf(key)));
  }

  /**
   * Refuses lines about ops that no job has: a script that never comes true would make a test that proves nothing.
   *
   * @throws IllegalArgumentException naming the known ops
   */
  void check(JobRegistry jobs) {
    Set<String> known = new TreeSet<>();
    jobs.names().forEach(name -> jobs.job(name).ops().forEach(op -> {
      known.add(op.name());
      if (op.work() instanceof OpWork.Fan) {
        maps.add(op.name());
      }
    }));
    for (Line line : lines) {
      List<OpDefinition> meant = jobs.names().stream().flatMap(name -> find(jobs.job(name), line.op).stream()).toList();
      if (meant.isEmpty()) {
        throw new IllegalArgumentException("the script is about op \"" + line.op + "\", and the jobs of this test have only " + known);
      }
      if (line.deed instanceof TimesOut && meant.stream().map(Script::timeout).anyMatch(Optional::isEmpty)) {
        throw new IllegalArgumentException("op \"" + line.op + "\" is to time out, and has no timeout: give it one with .timeout(...)");
      }
      if (line.deed instanceof Takes && meant.stream().anyMatch(op -> op.work() instanceof OpWork.Await)) {
        throw new IllegalArgumentException("op \"" + line.op + "\" is to take time, and waits for a signal: say when that comes, with"
            + " .signal(\"" + line.op + "\", value, after)");
      }
      boolean signals = line.deed instanceof Signals || line.deed instanceof SignalsBeforehand;
      if (signals && meant.stream().noneMatch(op -> op.work() instanceof OpWork.Await)) {
        throw new IllegalArgumentException("op \"" + line.op + "\" is to be given a signal, and waits for none: define it with job.await(...)");
      }
      if (line.deed instanceof TimesOut && lines.stream().anyMatch(other -> other.deed instanceof SignalsBeforehand && other.op.equals(line.op))) {
        throw new IllegalArgumentException("op \"" + line.op + "\" is to time out, and has its signal before its run has begun, so that it never"
            + " waits: leave one of the two out");
      }
    }
  }

  /**
   * Tells which trouble has never come, since the op has had too few attempts for it, or its map too few elements. Trouble at an op that was
   * never started is none: that it is not started is what some tests are about.
   *
   * @param succeeded keys of ops that have, in whichever run
   * @return empty if there is none
   */
  Optional<String> neverCame(StartedAttempts started, Set<String> succeeded) {
    Map<String, Integer> attempts = new HashMap<>();
    started.ops().forEach(op -> attempts.merge(op.opKey(), started.count(op), Math::max));
    return lines.stream().filter(line -> line.deed instanceof Trouble).flatMap(line -> {
      int most = attempts.keySet().stream().filter(key -> isAbout(line.op, key)).mapToInt(attempts::get).max().orElse(0);
      if (most > 0 && most < line.attempts.first()) {
        return Stream.of("attempt " + line.attempts.first() + " at op \"" + line.op + "\", which has had no more than " + most);
      }
      boolean isMissing = most == 0 && line.op.endsWith("]") && succeeded.contains(definitionOf(line.op));
      return isMissing ? Stream.of("\"" + line.op + "\", and the map has no such element: the first is [0]") : Stream.empty();
    }).findFirst();
  }

  private static Optional<Duration> timeout(OpDefinition op) {
    @Nullable Duration patience = op.work() instanceof OpWork.Sub sub ? sub.patience()
        : op.work() instanceof OpWork.Await await ? await.patience() : null;
    return op.timeout().or(() -> Optional.ofNullable(patience));
  }

  private Optional<OpDefinition> find(Job<?, ?> job, String key) {
    try {
      return Optional.of(job.op(maps.contains(key) ? key + "[]" : key));
    } catch (UnknownOpException e) {
      return Optional.empty();
    }
  }

  private static String definitionOf(String key) {
    int bracket = key.indexOf('[');
    return bracket < 0 ? key : key.substring(0, bracket);
  }
}
