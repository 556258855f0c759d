package dev.sluice.tests.conformance.store;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.time.VirtualClock;
import dev.sluice.tests.conformance.postgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store in memory and the one on PostgreSQL are given the same calls, chosen by a seed, and have to answer alike, and to have the same
 * rows and history after each. Messages come late, twice and in any order, and attempts commit long after their leases have run out. Each
 * seed has a {@link TwinWorld}. {@code -Dtwins.seeds=1000} for more than the few of a build, {@code -Dtwins.first=7} to begin elsewhere.
 */
class TwinStoresTest {
  private static final int STEPS = 100;
  private static final int ALL = 1_000;
  /** All times are multiples of it, so that the seconds that PostgreSQL's clock goes on by itself decide nothing. */
  private static final Duration STEP = Duration.ofMinutes(10);
  private static final Duration LEASE = STEP.multipliedBy(4);
  private static final Duration PAUSE = STEP.multipliedBy(2);
  private static final PublishWindow WINDOW = new PublishWindow(5, STEP.multipliedBy(5));

  private static TestDatabase.Schema schema;

  static LongStream seeds() {
    long first = Long.getLong("twins.first", 1);
    return LongStream.range(first, first + Integer.getInteger("twins.seeds", 16));
  }

  @BeforeAll
  static void makeSchema() {
    schema = TestDatabase.shared().newSchema();
  }

  @AfterAll
  static void dropSchema() {
    schema.close();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bothAnswerAlike(long seed) {
    schema.empty();
    new Schedule(seed).play();
  }

  /** What a world of workers, submitters and operators does to the stores. */
  private static final class Schedule {
    private final TwinWorld world;
    private final Random random;
    private final Twins twins;
    private final TwinRuns shapes;
    private final List<OpExecutionTask> messages = new ArrayList<>();
    /** Leases given, with the worker that got them; most are forgotten once their result is committed. */
    private final Map<String, List<Lease>> leases = new TreeMap<>(Map.of("w1", new ArrayList<>(), "w2", new ArrayList<>()));

    Schedule(long seed) {
      VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
      this.world = TwinWorld.of(seed);
      this.random = new Random(seed);
      this.twins = new Twins("seed " + seed + ", " + world, clock, schema);
      this.shapes = new TwinRuns(world, random, clock, STEP);
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      twins.compareAll();
    }

    private void step() {
      switch (random.nextInt(20)) {
        case 0, 1 -> submit();
        case 2, 3 -> publish();
        case 4, 5 -> claim(queue(), random.nextInt(4));
        case 6, 7, 8, 9, 10, 11, 12 -> commit();
        case 13 -> hold();
        case 14 -> signal();
        case 15 -> {
          if (shapes.chance(4)) {
            drop();
          } else {
            redrive();
          }
        }
        case 16 -> {
          if (shapes.chance(3)) {
            cancel();
          } else if (random.nextBoolean()) {
            keepCheckpoint();
          } else {
            commitTogether();
          }
        }
        default -> {
          twins.advance(STEP);
          if (shapes.chance(8)) {
            // Half a step, since a run that ended at such a moment is a little older on PostgreSQL.
            twins.same("forget", store -> store.forget(STEP.multipliedBy(3).dividedBy(2), ALL));
          }
          if (random.nextBoolean()) {
            twins.same("recover", store -> store.recover(ALL));
          } else {
            TwinRuns.QUEUES.forEach(queue -> claim(queue, ALL)); // of leases that run out together neither store says which are taken first
          }
        }
      }
    }

    private void submit() {
      List<RunRequest> requests = IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(i -> shapes.draw()).toList();
      if (world.isOneByOne()) {
        requests.forEach(request -> submit(List.of(request)));
      } else {
        submit(requests);
      }
    }

    private void submit(List<RunRequest> requests) {
      twins.same("submit " + requests.stream().map(TwinWords::show).toList(), store -> store.submit(requests, PublishWindow.CLOSED));
    }

    private void commitTogether() {
      String worker = worker();
      for (Lease lease : some(leases.get(worker), 1)) {
        boolean holdsMessage = random.nextBoolean();
        twins.same("commit together " + lease.token() + " " + holdsMessage, store -> {
          try {
            return store.commitTogether(worker, lease.token(), holdsMessage, connection -> Optional.of("7"));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
      }
    }

    /** Some messages are lost before others are published, so that those of earlier publications come after all. */
    private void publish() {
      if (world != TwinWorld.OPEN) {
        return;
      }
      List<OpExecutionTask> lost = some(messages, 5);
      twins.same("unpublish " + lost.stream().map(TwinWords::show).toList(), store -> {
        store.unpublish(lost);
        return "";
      });
      String queue = queue();
      List<OpExecutionTask> published = twins.both("publish", store -> store.publish(queue, WINDOW),
          tasks -> TwinWords.sorted(tasks, TwinWords::show));
      keep(published, messages, TwinWords::show);
    }

    private void claim(String queue, int most) {
      String worker = worker();
      Claim claim = asking(worker, queue, world == TwinWorld.CROWDED ? ALL : most);
      List<OpExecutionTask> received = some(messages, 4).stream().filter(task -> task.queue().equals(queue)).toList();
      keep(twins.both("claim " + claim + " " + received.stream().map(TwinWords::show).toList(), store -> store.claim(claim, received),
          answer -> TwinWords.sorted(answer.leases(), TwinWords::show) + " " + answer.verdicts()).leases(), leases.get(worker), TwinWords::show);
    }

    private Claim asking(String worker, String queue, int slots) {
      return new Claim(worker, queue, slots, LEASE, slots == 0 || slots == ALL || world == TwinWorld.GATED ? 0 : random.nextInt(slots + 1));
    }

    private void commit() {
      String worker = worker();
      List<Lease> finished = some(leases.get(worker), 8);
      if (world.isOneByOne()) {
        finished.forEach(lease -> commit(worker, attempts(List.of(lease))));
      } else {
        commit(worker, attempts(finished));
      }
    }

    private void commit(String worker, List<Attempt> attempts) {
      List<Claim> claims = world != TwinWorld.OPEN || random.nextBoolean() ? List.of() : List.of(asking(worker, queue(), random.nextInt(4)));
      CommitOutcome outcome = twins.both("commit " + attempts + " " + claims,
          store -> store.commit(worker, attempts, claims, PublishWindow.CLOSED),
          answer -> TwinWords.sorted(answer.committed(), TwinWords::show) + " fenced " + TwinWords.sorted(answer.fenced(), TwinWords::show)
              + " next " + TwinWords.sorted(answer.next(), TwinWords::show));
      leases.get(worker).removeIf(lease -> attempts.stream().anyMatch(attempt -> attempt.token().equals(lease.token())) && !shapes.chance(4));
      keep(outcome.next(), leases.get(worker), TwinWords::show);
    }

    private List<Attempt> attempts(List<Lease> finished) {
      List<Attempt> attempts = new ArrayList<>();
      Set<IdempotencyKey> seen = new HashSet<>();
      boolean mayBring = true;
      for (Lease lease : finished) {
        if (seen.add(lease.key())) {
          ExecutionResult result = shapes.result(lease, mayBring);
          mayBring &= !(result instanceof ExecutionResult.Suspended)
              && !(result instanceof ExecutionResult.Success success && !success.steering().adds().isEmpty());
          attempts.add(new Attempt(lease.token(), result, random.nextBoolean() ? Optional.of(PAUSE) : Optional.empty(), random.nextBoolean(),
              lease.consequence()));
        }
      }
      return attempts;
    }

    private void hold() {
      String worker = worker();
      List<LeaseToken> tokens = some(leases.get(worker), 4).stream().map(Lease::token).distinct().toList();
      if (shapes.chance(3)) {
        twins.same("release " + tokens, store -> store.release(worker, tokens));
      } else {
        twins.both("heartbeat " + tokens, store -> store.heartbeat(worker, tokens, LEASE),
            answer -> TwinWords.sorted(answer.lost(), TwinWords::show) + " " + TwinWords.sorted(answer.canceled(), TwinWords::show));
      }
    }

    private void signal() {
      for (RunId run : some(twins.runs(), 4)) {
        IdempotencyKey op = shapes.opOf(run);
        twins.same("signal " + op, store -> store.signal(op, "\"come\"", PublishWindow.CLOSED));
      }
    }

    private void cancel() {
      some(twins.runs(), 1).forEach(run -> twins.same("cancel " + run, store -> store.cancel(run, "enough")));
    }

    private void keepCheckpoint() {
      String worker = worker();
      some(leases.get(worker), 1).forEach(lease -> twins.same("checkpoint " + lease.token(),
          store -> store.saveCheckpoint(worker, lease.token(), "\"" + lease.attempt() + "\"", LEASE) + " " + store.checkpoint(lease.key())));
    }

    private List<DeadLetter> letters() {
      List<DeadLetter> letters = twins.both("list dead letters", store -> store.deadLetters().list(DeadLetterFilter.all(ALL)),
          all -> all.stream().map(TwinWords::show).toList());
      return some(letters, world.isOneByOne() ? 1 : 5);
    }

    private void redrive() {
      List<DeadLetter> letters = letters();
      if (!letters.isEmpty()) {
        Duration spacing = random.nextBoolean() ? Duration.ZERO : STEP;
        twins.same("redrive " + letters + " " + spacing, store -> store.deadLetters().redrive(these(letters), spacing));
      }
    }

    private void drop() {
      List<DeadLetter> letters = letters();
      if (!letters.isEmpty()) {
        twins.same("drop " + letters, store -> store.deadLetters().drop(these(letters)));
      }
    }

    private static DeadLetterFilter these(List<DeadLetter> letters) {
      return DeadLetterFilter.of(Set.copyOf(letters.stream().map(letter -> letter.token().key()).toList()));
    }

    private String worker() {
      return random.nextBoolean() ? "w1" : "w2";
    }

    private String queue() {
      return TwinRuns.QUEUES.get(shapes.chance(4) ? 1 : 0);
    }

    /** In an order that the seed alone decides. */
    private static <T> void keep(List<T> given, List<T> into, Function<T, String> shown) {
      given.stream().sorted(Comparator.comparing(shown)).forEach(into::add);
    }

    private <T> List<T> some(List<T> all, int most) {
      List<T> some = new ArrayList<>(all);
      Collections.shuffle(some, random);
      return List.copyOf(some.subList(0, Math.min(some.size(), shapes.chance(6) ? 0 : 1 + random.nextInt(most))));
    }
  }
}
