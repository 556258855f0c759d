package dev.sluice.core.inmemory;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.DeadLetters;
import dev.sluice.core.store.FailedAttempt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The quarantine of an {@link InMemoryRunStore}, under its lock. */
final class InMemoryDeadLetters implements DeadLetters {
  static final String OPERATOR = "operator";

  private final Object lock;
  private final List<OpRow> ops;
  private final InstantSource clock;
  private final EventLog events;
  /** Those that were redriven or dropped and whose message may still be there. */
  private final Set<LetterRow> left;
  private final Settlement settlement;

  InMemoryDeadLetters(Object lock, List<OpRow> ops, InstantSource clock, EventLog events, Set<LetterRow> left, Settlement settlement) {
    this.lock = lock;
    this.ops = ops;
    this.clock = clock;
    this.events = events;
    this.left = left;
    this.settlement = settlement;
  }

  @Override
  public List<DeadLetter> list(DeadLetterFilter filter) {
    synchronized (lock) {
      return chosen(filter).stream().map(op -> row(op).letter).toList();
    }
  }

  private List<OpRow> chosen(DeadLetterFilter filter) {
    Instant latest = clock.instant().minus(filter.olderThan());
    return ops.stream()
        .filter(op -> isQuarantined(op) && takes(filter, row(op).letter))
        .filter(op -> filter.olderThan().isZero() || !row(op).letter.since().isAfter(latest))
        .filter(op -> filter.after().isEmpty() || op.key.compareTo(filter.after().get()) > 0)
        .sorted(Comparator.comparing(op -> op.key))
        .limit(filter.limit())
        .toList();
  }

  private static boolean takes(DeadLetterFilter filter, DeadLetter letter) {
    return (filter.keys().isEmpty() || filter.keys().contains(letter.token().key()))
        && filter.jobName().map(letter.jobName()::equals).orElse(true)
        && filter.queue().map(letter.queue()::equals).orElse(true)
        && filter.takesCause(letter.causeType());
  }

  private static boolean isQuarantined(OpRow op) {
    return op.letter != null && op.letter.leftAt == null;
  }

  private static LetterRow row(OpRow op) {
    return Objects.requireNonNull(op.letter);
  }

  @Override
  public List<FailedAttempt> attempts(IdempotencyKey key) {
    synchronized (lock) {
      return ops.stream().filter(op -> op.key.equals(key)).flatMap(op -> op.failures.stream()).toList();
    }
  }

  @Override
  public List<IdempotencyKey> redrive(DeadLetterFilter filter, Duration spacing) {
    synchronized (lock) {
      List<OpRow> redriven = new ArrayList<>();
      int position = 0;
      List<OpRow> letters = chosen(filter);
      Set<RunRow> reopened = letters.stream().filter(InMemoryDeadLetters::mayGoOn).map(op -> op.run).collect(Collectors.toSet());
      for (OpRow op : letters) {
        Duration pause = spacing.multipliedBy(position++);
        if (mayGoOn(op)) {
          redrive(op, pause, reopened);
          redriven.add(op);
        }
      }
      redriven.stream().filter(op -> op.plan.isLimited()).forEach(op -> settlement.free(op, OPERATOR)); // once all have their places
      return redriven.stream().map(op -> op.key).toList();
    }
  }

  private static boolean mayGoOn(OpRow op) {
    return op.state == OpState.FAILED && !op.run.cancelRequested;
  }

  private void redrive(OpRow op, Duration pause, Set<RunRow> reopened) {
    RunRow run = op.run;
    if (run.ended != null) {
      run.ended = null;
      run.finishedAt = null;
      events.add(EventType.RUN_REOPENED, run, OPERATOR, null);
    }
    RunRow child = standing(op, reopened);
    if (op.child != null) {
      op.signal = null;
      op.child = child == null ? null : op.child; // else it starts another
    }
    if (op.plan.isLimited()) {
      settlement.comeBack(op);
    } else {
      op.become(OpState.PENDING);
    }
    op.maxAttempts = op.attempt + op.maxAttempts - op.attemptsBefore;
    op.attemptsBefore = op.attempt;
    op.publishedAt = null;
    leave(op);
    events.add(EventType.OP_REDRIVEN, op, OPERATOR, op.child == null ? null : op.child.toString());
    Flow.Pause wait = op.plan.flow().pause();
    if (child != null && goesOn(child, reopened)) {
      op.isAwaiting = op.state == OpState.PENDING;
    } else if (child != null) {
      settlement.wake(op, child, OPERATOR);
    } else if (wait != null && op.signal == null) {
      op.isAwaiting = wait.forSignal();
      op.notBefore = wait.time() == null ? null : clock.instant().plus(wait.time());
    } else if (!pause.isZero()) {
      op.notBefore = clock.instant().plus(pause);
    } else if (op.state == OpState.PENDING) {
      op.becomeReady(clock.instant());
    }
    reopen(op);
  }

  /** Returns the sub-job of an op execution, if it goes on, now or since a redrive before, or has succeeded since; null otherwise. */
  private @Nullable RunRow standing(OpRow op, Set<RunRow> reopened) {
    return settlement.child(op)
        .filter(child -> !child.cancelRequested && (goesOn(child, reopened) || child.ended == RunStatus.SUCCEEDED))
        .orElse(null);
  }

  private static boolean goesOn(RunRow child, Set<RunRow> reopened) {
    return child.ended == null || reopened.contains(child);
  }

  private void reopen(OpRow op) {
    for (OpRow next : op.downstream) {
      if (next.state == OpState.SKIPPED && next.mayBeReopened()) {
        settlement.comeBack(next);
        next.isTriggered = false;
        events.add(EventType.OP_REOPENED, next, OPERATOR, null);
        reopen(next);
      }
    }
  }

  private void leave(OpRow op) {
    LetterRow row = row(op);
    row.leftAt = clock.instant();
    if (row.sent) {
      left.add(row);
    }
  }

  @Override
  public List<IdempotencyKey> drop(DeadLetterFilter filter) {
    synchronized (lock) {
      List<OpRow> dropped = chosen(filter);
      dropped.forEach(op -> {
        leave(op);
        events.add(EventType.DEAD_LETTER_DROPPED, op, OPERATOR, null);
      });
      return dropped.stream().map(op -> op.key).toList();
    }
  }

  @Override
  public List<DeadLetter> unsent(int limit) {
    synchronized (lock) {
      return ops.stream()
          .filter(op -> isQuarantined(op) && !row(op).sent)
          .map(op -> row(op).letter)
          .sorted(Comparator.comparing(DeadLetter::since))
          .collect(Collectors.groupingBy(DeadLetter::queue)).values().stream()
          .flatMap(letters -> letters.stream().limit(limit))
          .sorted(Comparator.comparing(DeadLetter::since))
          .toList();
    }
  }

  @Override
  public void sent(Collection<LeaseToken> letters) {
    synchronized (lock) {
      rows().filter(row -> letters.contains(row.letter.token())).forEach(row -> row.sent = true);
    }
  }

  private Stream<LetterRow> rows() {
    return ops.stream().filter(InMemoryDeadLetters::isQuarantined).map(InMemoryDeadLetters::row);
  }

  @Override
  public Set<LeaseToken> quarantined(Collection<LeaseToken> letters) {
    synchronized (lock) {
      return rows().map(row -> row.letter.token()).filter(letters::contains).collect(Collectors.toSet());
    }
  }

  @Override
  public Set<String> queuesToClear() {
    synchronized (lock) {
      return left.stream().map(row -> row.letter.queue()).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Override
  public void cleared(String queue, Collection<LeaseToken> deleted, Duration patience) {
    synchronized (lock) {
      Instant forgotten = clock.instant().minus(patience);
      left.removeIf(row -> row.letter.queue().equals(queue)
          && (deleted.contains(row.letter.token()) || row.leftAt != null && !row.leftAt.isAfter(forgotten)));
    }
  }
}
