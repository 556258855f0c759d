package dev.sluice.tests.conformance.store;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ChildOutcome;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Origin;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.run.Steering;
import dev.sluice.core.run.Trigger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs of random shapes, as a {@link TwinWorld} has them, and what their attempts produce. The name of an op says what it does. */
final class TwinRuns {
  static final List<String> QUEUES = List.of("default", "other");
  private static final List<Trigger> TRIGGERS =
      List.of(Trigger.ANY_SUCCEEDED, Trigger.ALL_DONE, Trigger.NONE_FAILED, Trigger.ANY_FAILED, Trigger.UNDO);

  private final TwinWorld world;
  private final Random random;
  private final InstantSource clock;
  private final Duration step;
  private final Map<RunId, RunRequest> drawn = new HashMap<>();

  /**
   * Draws for one schedule.
   *
   * @param step of which all times are multiples
   */
  TwinRuns(TwinWorld world, Random random, InstantSource clock, Duration step) {
    this.world = world;
    this.random = random;
    this.clock = clock;
    this.step = step;
  }

  boolean chance(int one) {
    return random.nextInt(one) == 0;
  }

  /** Draws a run that somebody submits, a fork of another now and then. */
  RunRequest draw() {
    return draw(null, 0);
  }

  private RunRequest draw(@Nullable IdempotencyKey parent, int depth) {
    RunId id = RunId.next(clock, random);
    boolean isFork = parent == null && chance(6);
    List<OpPlan> ops = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      OpPlan op = op(ops, depth);
      if (isFork && chance(6)) {
        op = op.with(op.flow().giving(new Flow.Given(null))); // not chosen by a decision, whatever its upstream does
      } else if (i > 0 && isFork && taken.containsAll(op.upstream()) && random.nextBoolean()) {
        taken.add(op.opKey());
        op = op.with(op.flow().giving(new Flow.Given(chance(4) ? null : "\"taken\"")));
      }
      ops.add(op);
    }
    if (!world.isOfChains() && chance(5)) {
      ops.add(new OpPlan("undo", "default", 0, 2, ops.stream().map(OpPlan::opKey).toList(), null, Limits.NONE,
          new Flow(Trigger.UNDO, false, null, null, null)));
    }
    String output = ops.get(random.nextInt(ops.size())).opKey();
    String key = parent == null && chance(8) ? "key-" + random.nextInt(4) : null;
    RunRequest request = new RunRequest(id, "job" + random.nextInt(2), "v1", "{}", output, Map.of("depth", "" + depth), key, ops)
        .from(new Origin(parent, isFork ? id : null));
    RunRequest onTerms = parent == null ? request.on(terms()) : request;
    drawn.put(id, onTerms);
    return onTerms;
  }

  private RunTerms terms() {
    Limits.Share share = world.hasTenants() && !chance(4)
        ? new Limits.Share("tenant-" + random.nextInt(3), List.of(0.5, 1.0, 4.0).get(random.nextInt(3))) : null;
    return new RunTerms(chance(4) ? random.nextInt(3) : null, share);
  }

  private OpPlan op(List<OpPlan> before, int depth) {
    List<String> upstream = upstream(before);
    boolean mayFail = chance(4);
    Trigger trigger = upstream.isEmpty() || world.isOfChains() || !chance(3) ? Trigger.ALL_SUCCEEDED : TRIGGERS.get(random.nextInt(5));
    if (trigger == Trigger.ANY_SUCCEEDED && upstream.stream().anyMatch(op -> op.startsWith("map"))) {
      trigger = Trigger.ALL_DONE; // a map succeeds before its elements do
    }
    int number = before.size();
    return switch (random.nextInt(11)) {
      case 0 -> world.isOfChains() ? plan("op" + number, upstream, trigger, mayFail) : plan("map" + number, upstream, trigger, mayFail);
      case 1, 5 -> plan("decide" + number, upstream, trigger, mayFail);
      case 2 -> depth < 2 ? plan("sub" + number, upstream, trigger, mayFail) : plan("op" + number, upstream, trigger, mayFail);
      case 3 -> pause("await" + number, upstream, trigger, mayFail, new Flow.Pause(random.nextBoolean() ? steps(3) : null, true));
      case 4 -> pause("sleep" + number, upstream, trigger, mayFail, new Flow.Pause(steps(2), false));
      default -> plan("op" + number, upstream, trigger, mayFail);
    };
  }

  private List<String> upstream(List<OpPlan> before) {
    if (world.isOfChains()) {
      return before.isEmpty() ? List.of() : List.of(before.get(before.size() - 1).opKey());
    }
    return before.stream().map(OpPlan::opKey).filter(op -> chance(3)).toList();
  }

  private Duration steps(int most) {
    return step.multipliedBy(1 + random.nextInt(most));
  }

  /**
   * Rates are by the op's name, so that a call that lets go on several ops of a run takes one permit of each. Slots are by the queue: who is
   * woken for one in another queue keeps it from all others until the next recovery, and memory wakes nobody.
   */
  private OpPlan plan(String key, List<String> upstream, Trigger trigger, boolean mayFail) {
    String lane = world.hasLanes() && !key.startsWith("sub") && !key.startsWith("map") && chance(4) ? "lane-" + random.nextInt(2) : null;
    String queue = QUEUES.get(chance(4) ? 1 : 0);
    Limits.Concurrency slots = world == TwinWorld.GATED && chance(3) ? new Limits.Concurrency("shared-" + queue, 2) : null;
    Limits.Rate rate = world.hasTenants() && lane == null && chance(3) ? new Limits.Rate("of-" + key, 1, step.multipliedBy(3)) : null;
    return new OpPlan(key, queue, random.nextInt(world.isOfChains() ? 1 : 3), 1 + random.nextInt(3), upstream, lane,
        new Limits(slots, rate, null), new Flow(trigger, mayFail, null, null, null));
  }

  private OpPlan pause(String key, List<String> upstream, Trigger trigger, boolean mayFail, Flow.Pause pause) {
    return new OpPlan(key, "default", random.nextInt(3), 2, upstream, null, Limits.NONE, new Flow(trigger, mayFail, pause, null, null));
  }

  /** Names an op execution of a run that was drawn; some of them wait for a signal. */
  IdempotencyKey opOf(RunId run) {
    List<OpPlan> ops = drawn.get(run).ops();
    List<OpPlan> awaiting = ops.stream().filter(op -> op.opKey().startsWith("await")).toList();
    List<OpPlan> some = awaiting.isEmpty() || chance(4) ? ops : awaiting;
    return new IdempotencyKey(run, some.get(random.nextInt(some.size())).opKey());
  }

  /** What an attempt produces; one that brings op executions does so only if it may, since which of two are older is not said. */
  ExecutionResult result(Lease lease, boolean mayBring) {
    String op = lease.key().opKey();
    switch (random.nextInt(12)) {
      case 0 -> {
        return failure(true);
      }
      case 1 -> {
        return chance(3) ? new ExecutionResult.Canceled("told to stop") : failure(false);
      }
      default -> { }
    }
    String output = "\"" + op + "\"";
    if (op.startsWith("map") && !op.endsWith("]") && mayBring) {
      return new ExecutionResult.Success(output, new Steering(List.of(), elements(lease)));
    }
    if (op.equals("undo") && mayBring) {
      return new ExecutionResult.Success(output, new Steering(List.of(), undo(lease)));
    }
    if (op.startsWith("decide")) {
      return new ExecutionResult.Success(output, new Steering(notChosen(lease.key()), List.of()));
    }
    if (op.startsWith("sub") && lease.signal() == null) {
      Duration patience = random.nextBoolean() ? steps(3) : null;
      return mayBring ? new ExecutionResult.Suspended(draw(lease.key(), depth(lease) + 1), patience) : failure(true);
    }
    if (op.startsWith("sub") && ChildOutcome.parse(lease.signal()).status() != RunStatus.SUCCEEDED) {
      return failure(true);
    }
    return new ExecutionResult.Success(output);
  }

  private static int depth(Lease lease) {
    return Integer.parseInt(lease.tags().get("depth"));
  }

  private static ExecutionResult failure(boolean retryable) {
    return new ExecutionResult.Failure(Cause.named("Boom", "it broke"), retryable);
  }

  private List<OpPlan> elements(Lease map) {
    boolean mayFail = random.nextBoolean();
    Limits limits = world == TwinWorld.GATED && random.nextBoolean()
        ? new Limits(new Limits.Concurrency(map.key().toString(), 1), null, null) : Limits.NONE;
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> new OpPlan(map.key().opKey() + "[" + i + "]", "default", map.priority(), 2, List.of(map.key().opKey()), null, limits,
            new Flow(Trigger.ALL_SUCCEEDED, mayFail, null, "\"" + i + "\"", null)))
        .toList();
  }

  private static List<OpPlan> undo(Lease undo) {
    List<OpPlan> plans = new ArrayList<>();
    String before = "undo";
    for (String op : undo.upstreamOutputs().keySet().stream().sorted().filter(any -> any.startsWith("op")).toList()) {
      plans.add(new OpPlan("undo." + op, "default", undo.priority(), 2, List.of(op, before), null, Limits.NONE,
          new Flow(Trigger.ALL_DONE, false, null, null, null)));
      before = "undo." + op;
    }
    return plans;
  }

  private List<String> notChosen(IdempotencyKey decision) {
    return drawn.get(decision.runId()).ops().stream()
        .filter(op -> !op.isTriggered() && op.upstream().contains(decision.opKey()) && random.nextBoolean())
        .map(OpPlan::opKey).toList();
  }
}
