package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.VirtualClock;
import dev.sluice.tests.conformance.postgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store in memory and the one on PostgreSQL are given the same calls, chosen by a seed, and have to answer alike, and to end with the
 * same rows and history. Messages come late, twice and in any order, and attempts commit long after their leases have run out. No op has a
 * tenant: memory ranks one after the other what PostgreSQL ranks as a batch, within the same bound.
 * {@code -Dtwins.seeds=1000} for more than the few of a build, {@code -Dtwins.first=7} to begin elsewhere.
 */
class TwinStoresTest {
  private static final int STEPS = 80;
  private static final int ALL = 1_000;
  /** Times differ by ten seconds at least whenever they are compared, since PostgreSQL's clock goes on by itself. */
  private static final Duration STEP = Duration.ofSeconds(25);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(90);
  private static final PublishWindow WINDOW = new PublishWindow(5, Duration.ofSeconds(110));

  static LongStream seeds() {
    long first = Long.getLong("twins.first", 1);
    return LongStream.range(first, first + Integer.getInteger("twins.seeds", 20));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bothAnswerAlike(long seed) {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
      new Twins(seed, clock, schema).play();
    }
  }

  /** Both stores, and what a world of workers knows of them. */
  private static final class Twins {
    private final Random random;
    private final long seed;
    /**
     * Whether ops have lanes and share slots. Then nothing is published and no commit claims: memory finds at once who has to wait for a
     * slot, PostgreSQL with the next claim, and it commits what frees an op with a lane after its claim for the rest.
     */
    private final boolean gated;
    private final VirtualClock clock;
    private final TestDatabase.Schema schema;
    private final RunStore memory;
    private final RunStore postgres;
    private final List<RunId> runs = new ArrayList<>();
    private final List<OpExecutionTask> messages = new ArrayList<>();
    /** Every lease ever given, with the worker that got it. */
    private final Map<String, List<Lease>> leases = new TreeMap<>(Map.of("w1", new ArrayList<>(), "w2", new ArrayList<>()));
    private final List<String> log = new ArrayList<>();

    Twins(long seed, VirtualClock clock, TestDatabase.Schema schema) {
      this.seed = seed;
      this.gated = seed % 3 == 0;
      this.random = new Random(seed);
      this.clock = clock;
      this.schema = schema;
      this.memory = new InMemoryRunStore(clock);
      this.postgres = schema.database().runStore();
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        step();
        compareRuns();
      }
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0, 1 -> submit();
        case 2, 3 -> publish();
        case 4, 5, 6 -> claim(worker(), random.nextInt(4));
        case 7, 8 -> commit();
        case 9 -> hold();
        case 10 -> {
          if (!runs.isEmpty() && random.nextInt(3) == 0) {
            RunId run = runs.get(random.nextInt(runs.size()));
            same("cancel " + run, store -> store.cancel(run, "enough"));
          } else {
            recover();
          }
        }
        default -> {
          log.add("advance");
          clock.advance(STEP);
          schema.advance(STEP);
          if (random.nextBoolean()) {
            recover();
          } else {
            claim(worker(), ALL); // of leases that run out together neither store says which are taken first
          }
        }
      }
    }

    private void recover() {
      same("recover", store -> store.recover(ALL));
    }

    private void submit() {
      List<RunRequest> requests = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        RunId id = RunId.next(clock, random);
        runs.add(id);
        List<OpPlan> plans = plans();
        requests.add(new RunRequest(id, "job", "v1", "{}", plans.get(plans.size() - 1).opKey(), Map.of(), null, plans));
      }
      same("submit " + requests.stream().map(Twins::show).toList(), store -> store.submit(requests, PublishWindow.CLOSED).toPublish());
    }

    /** Some messages are lost before others are published, so that those of earlier publications come after all. */
    private void publish() {
      if (gated) {
        return;
      }
      List<OpExecutionTask> lost = some(messages, 5);
      same("unpublish " + lost.stream().map(Twins::show).toList(), store -> {
        store.unpublish(lost);
        return "";
      });
      messages.addAll(both("publish", store -> store.publish("default", WINDOW).stream().sorted(Comparator.comparing(Twins::show)).toList(),
          tasks -> tasks.stream().map(Twins::show).toList()));
    }

    /** One op, two, or a diamond. */
    private List<OpPlan> plans() {
      int priority = random.nextInt(3);
      int attempts = 1 + random.nextInt(3);
      OpPlan first = plan("a", priority, attempts);
      return switch (random.nextInt(3)) {
        case 0 -> List.of(first);
        case 1 -> List.of(first, plan("b", priority, attempts, "a"));
        default -> List.of(first, plan("b", priority, attempts, "a"), plan("c", 0, attempts, "a"), plan("d", priority, attempts, "b", "c"));
      };
    }

    private OpPlan plan(String key, int priority, int attempts, String... upstream) {
      String lane = gated && random.nextInt(4) == 0 ? "lane-" + random.nextInt(2) : null;
      Limits limits = gated && random.nextInt(3) == 0 ? new Limits(new Limits.Concurrency("shared", 2), null, null) : Limits.NONE;
      return new OpPlan(key, "default", priority, attempts, List.of(upstream), lane, limits);
    }

    private void claim(String worker, int slots) {
      Claim claim = new Claim(worker, "default", slots, LEASE);
      List<OpExecutionTask> received = some(messages, 4);
      ClaimOutcome outcome = both("claim " + claim + " " + received.stream().map(Twins::show).toList(),
          store -> store.claim(claim, received), answer -> tokens(answer.leases()) + " " + answer.verdicts());
      keep(worker, outcome.leases());
    }

    private void commit() {
      String worker = worker();
      List<Attempt> attempts = List.copyOf(some(mine(worker), 4).stream()
          .collect(Collectors.toMap(Lease::key, this::attempt, (one, other) -> one, LinkedHashMap::new)).values());
      List<Claim> claims = gated || random.nextBoolean() ? List.of() : List.of(new Claim(worker, "default", random.nextInt(4), LEASE));
      CommitOutcome outcome = both("commit " + attempts + " " + claims,
          store -> store.commit(worker, attempts, claims, PublishWindow.CLOSED),
          answer -> sorted(answer.committed()) + " fenced " + sorted(answer.fenced()) + " next " + tokens(answer.next()));
      keep(worker, outcome.next());
    }

    private Attempt attempt(Lease lease) {
      boolean holdsMessage = random.nextBoolean();
      ExecutionResult result = random.nextInt(5) == 0
          ? new ExecutionResult.Failure(Cause.named("Boom", "it broke"), random.nextInt(3) > 0)
          : new ExecutionResult.Success("\"" + lease.key().opKey() + "\"");
      return new Attempt(lease.token(), result, random.nextBoolean() ? Optional.of(PAUSE) : Optional.empty(), holdsMessage, lease.consequence());
    }

    private void hold() {
      String worker = worker();
      List<LeaseToken> tokens = some(mine(worker), 4).stream().map(Lease::token).distinct().toList();
      if (random.nextInt(3) == 0) {
        same("release " + tokens, store -> store.release(worker, tokens));
      } else {
        same("heartbeat " + tokens, store -> {
          var outcome = store.heartbeat(worker, tokens, LEASE);
          return sorted(outcome.lost()) + " " + sorted(outcome.canceled());
        });
      }
    }

    private void compareRuns() {
      for (RunId run : runs) {
        same("look at " + run, store -> store.find(run).orElseThrow().status() + " "
            + store.ops(run).stream().map(Twins::show).sorted().toList() + "\n" + history(store.events(run)));
        log.remove(log.size() - 1);
      }
    }

    /** The history of each op by itself, since what one call does to several has no order, as what it refuses has none. */
    private static Map<String, List<String>> history(List<RunEvent> events) {
      return events.stream().sorted(Comparator.comparing(event -> event.type() == EventType.COMMIT_FENCED))
          .collect(Collectors.groupingBy(
              event -> String.valueOf(event.opKey()), TreeMap::new, Collectors.mapping(Twins::show, Collectors.toList())));
    }

    /** Who ended a run is not compared: memory calls itself the one. */
    private static String show(RunEvent event) {
      return event.type() + "#" + event.attempt() + (event.opKey() == null ? "" : " by " + event.actor());
    }

    private static String show(RunRequest request) {
      return request.runId() + " " + request.ops().stream().map(op -> op.opKey() + op.upstream() + " priority " + op.priority() + " attempts "
          + op.maxAttempts() + " " + op.orderingKey() + " " + op.limits().concurrency()).toList();
    }

    private static String show(IdempotencyRecord op) {
      return op.key().opKey() + " " + op.state() + " " + op.attempt() + " " + op.output();
    }

    private static String show(OpExecutionTask task) {
      return task.idempotencyKey() + "@" + task.publishSequence();
    }

    private static List<String> tokens(List<Lease> given) {
      return given.stream().map(lease -> lease.token() + " with " + new TreeMap<>(lease.upstreamOutputs())).sorted().toList();
    }

    private static List<String> sorted(Collection<LeaseToken> tokens) {
      return tokens.stream().map(LeaseToken::toString).sorted().toList();
    }

    private String worker() {
      return random.nextBoolean() ? "w1" : "w2";
    }

    private List<Lease> mine(String worker) {
      return leases.get(worker);
    }

    /** In an order that the seed alone decides. */
    private void keep(String worker, List<Lease> given) {
      given.stream().sorted(Comparator.comparing(lease -> lease.token().toString())).forEach(mine(worker)::add);
    }

    private <T> List<T> some(List<T> all, int most) {
      List<T> some = new ArrayList<>(all);
      Collections.shuffle(some, random);
      return List.copyOf(some.subList(0, Math.min(some.size(), random.nextInt(most + 1))));
    }

    private void same(String call, Function<RunStore, Object> answer) {
      both(call, answer, String::valueOf);
    }

    /** Calls both, compares what they answer, and returns what PostgreSQL did. */
    private <T> T both(String call, Function<RunStore, T> answer, Function<T, Object> shown) {
      log.add(call);
      T theirs = answer.apply(postgres);
      T ours = answer.apply(memory);
      assertThat(shown.apply(theirs)).as(() -> "PostgreSQL, and expected as memory, of seed " + seed + " after\n" + String.join("\n", log))
          .isEqualTo(shown.apply(ours));
      return theirs;
    }
  }
}
