package dev.sluice.simulator.certificate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sluice.core.run.OpState;
import dev.sluice.simulator.history.HistorySource;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import dev.sluice.simulator.verify.Expectation;
import dev.sluice.simulator.verify.Findings;
import dev.sluice.simulator.verify.Invariant;
import dev.sluice.simulator.verify.Rule;
import dev.sluice.simulator.verify.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A certificate; docs/certificate.md describes each field.
 *
 * @param certificate version of this form
 * @param holds whether every invariant holds
 * @param history what was looked at
 * @param expectation what it was held against
 * @param opExecutions accepted against committed
 * @param effects database effects against commits
 * @param invariants one an invariant, in their order
 * @param open op executions that are not terminal and need not be
 * @param violations what is broken, each with the shortest part of the history that shows it
 */
@JsonPropertyOrder({"certificate", "holds", "history", "expectation", "opExecutions", "effects", "invariants", "open", "violations"})
public record Certificate(int certificate, boolean holds, HistoryName history, Expectation expectation, OpExecutions opExecutions,
    Effects effects, List<Held> invariants, List<String> open, List<Offence> violations) {
  /** Form that this version writes. */
  public static final int VERSION = 2;

  /**
   * The history.
   *
   * @param sha256 of its lines
   * @param version form of its lines
   * @param acceptedRuns runs whose submit was answered with yes, but for those that are forgotten
   * @param runs runs that the store has
   * @param forgottenRuns runs that had ended, and whose retention was over before they were read: left out
   */
  public record HistoryName(String sha256, int version, long acceptedRuns, long runs, long forgottenRuns, long events) {}

  /**
   * Op executions.
   *
   * @param accepted of all submitted runs
   * @param committed with exactly one committed result
   * @param lost accepted runs or op executions without an end or a path to one
   * @param committedTwice results, runs or effects that came a second time
   * @param ends how they ended, by state
   */
  public record OpExecutions(long accepted, long committed, long lost, long committedTwice, Map<String, Long> ends) {}

  /**
   * Database effects.
   *
   * @param recorded effects that the history has
   * @param withoutCommit effects whose attempt committed nothing
   */
  public record Effects(long recorded, long withoutCommit) {}

  /**
   * An invariant.
   *
   * @param facts how much was looked at: with none the history shows nothing of it
   * @param broken how often it was broken
   */
  public record Held(Invariant invariant, String promise, long facts, long broken) {}

  /**
   * A broken promise.
   *
   * @param history the shortest part of the history that shows it
   */
  public record Offence(Rule rule, Invariant invariant, String subject, String explanation, List<EventLine> history) {}

  public Certificate {
    invariants = List.copyOf(invariants);
    open = List.copyOf(open);
    violations = List.copyOf(violations);
  }

  /**
   * Checks a history and certifies what was found.
   *
   * @throws dev.sluice.simulator.history.UnreadableHistoryException if it cannot be read
   */
  public static Certificate of(HistorySource history, Expectation expectation) {
    return of(ExactlyOnceCheck.check(history, expectation), history, expectation);
  }

  private static Certificate of(Findings found, HistorySource history, Expectation expectation) {
    Map<String, Long> ends = new TreeMap<>();
    found.ends().forEach((OpState state, Long count) -> ends.put(state.name().toLowerCase(Locale.ROOT), count));
    List<Held> invariants = Arrays.stream(Invariant.values())
        .map(each -> new Held(each, each.promise(), count(found.facts(), each), count(found.broken(), each)))
        .toList();
    return new Certificate(VERSION, found.hold(),
        new HistoryName(history.digest(), history.version(), found.runs(), found.submitted(), found.forgotten(),
            found.events()), expectation,
        new OpExecutions(found.ops(), found.committed(), count(found.broken(), Invariant.I3), count(found.broken(), Invariant.I1), ends),
        new Effects(found.effects(), found.violations().stream().filter(each -> each.rule() == Rule.EFFECT_WITHOUT_COMMIT).count()),
        invariants, found.open(), found.violations().stream().map(Certificate::offence).toList());
  }

  private static long count(Map<Invariant, Long> counts, Invariant invariant) {
    return Objects.requireNonNull(counts.get(invariant));
  }

  private static Offence offence(Violation violation) {
    return new Offence(violation.rule(), violation.rule().invariant(), violation.subject(), violation.explanation(),
        violation.history().stream().map(EventLine::of).toList());
  }
}
