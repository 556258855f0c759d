package dev.sluice.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.inmemory.InMemoryWorkerFleet;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.FleetUnavailableException;
import dev.sluice.core.scaling.ScalingPolicy;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.time.VirtualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScalingPassTest {
  private static final WorkerRange RANGE = new WorkerRange(2, 20);
  private static final ScalingPolicy POLICY = new ScalingPolicy(5, 2, RANGE, Duration.ofSeconds(60));

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final RunStore store = new InMemoryRunStore(clock);
  private final List<String> told = new ArrayList<>();
  private final PlatformListener listener = new PlatformListener() {
    @Override
    public void scaled(String service, int from, int to, String reason) {
      told.add(service + " " + from + " to " + to + ": " + reason);
    }

    @Override
    public void troubled(String what, RuntimeException cause) {
      told.add(what + ": " + cause.getMessage());
    }
  };

  @Test
  void aPoolGrowsWithItsBacklogAndShrinksOneByOneWithACooldownBetween() {
    InMemoryWorkerFleet fleet = new InMemoryWorkerFleet(RANGE, 2);
    submit("default", 21);
    ScalingPass busy = pass(store, pool("default", fleet, "default"));
    busy.run();
    assertThat(fleet.size().desired()).isEqualTo(5);

    ScalingPass idle = pass(new InMemoryRunStore(clock), pool("default", fleet, "default"));
    for (int workers = 4; workers >= 2; workers--) {
      idle.run();
      idle.run();
      assertThat(fleet.size().desired()).isEqualTo(workers);
      clock.advance(Duration.ofSeconds(60));
    }
    idle.run();

    assertThat(told).containsExactly(
        "default 2 to 5: 21 ready for 2 workers",
        "default 5 to 4: 0 ready for 5 workers",
        "default 4 to 3: 0 ready for 4 workers",
        "default 3 to 2: 0 ready for 3 workers");
  }

  @Test
  void aPoolAnswersForItsOwnQueuesOnly() {
    InMemoryWorkerFleet bulk = new InMemoryWorkerFleet(RANGE, 2);
    InMemoryWorkerFleet fast = new InMemoryWorkerFleet(RANGE, 2);
    submit("imports", 20);
    submit("exports", 20);
    submit("clicks", 3);

    pass(store, pool("bulk", bulk, "imports", "exports"), pool("fast", fast, "clicks")).run();

    assertThat(bulk.size().desired()).isEqualTo(8);
    assertThat(fast.size().desired()).isEqualTo(2);
  }

  @Test
  void aBacklogThatCannotBeMeasuredLeavesThePoolAsItIs() {
    InMemoryWorkerFleet fleet = new InMemoryWorkerFleet(RANGE, 9);

    pass(unreachableStore(), pool("default", fleet, "default")).run();

    assertThat(fleet.size().desired()).isEqualTo(9);
    assertThat(told).containsExactly("measuring the backlog: database lost");
  }

  @Test
  void aPoolThatCannotBeReachedDoesNotHoldUpTheOthers() {
    InMemoryWorkerFleet reachable = new InMemoryWorkerFleet(RANGE, 2);
    submit("default", 21);

    pass(store, pool("a", new UnreachableFleet(), "default"), pool("b", reachable, "default")).run();

    assertThat(reachable.size().desired()).isEqualTo(5);
    assertThat(told).containsExactly("measuring pool a: throttled", "b 2 to 5: 21 ready for 2 workers");
  }

  @Test
  void aChangeThatFailedIsTriedInTheNextPassWithoutACooldown() {
    InMemoryWorkerFleet fleet = new InMemoryWorkerFleet(RANGE, 2);
    WorkerFleet refusingOnce = new WorkerFleet() {
      private boolean refused;

      @Override
      public FleetSize size() {
        return fleet.size();
      }

      @Override
      public void scaleTo(int workers) {
        if (!refused) {
          refused = true;
          throw new FleetUnavailableException("throttled", null);
        }
        fleet.scaleTo(workers);
      }
    };
    submit("default", 21);
    ScalingPass pass = pass(store, new Pool("default", Set.of("default"), refusingOnce));

    pass.run();
    assertThat(fleet.size().desired()).isEqualTo(2);
    pass.run();

    assertThat(fleet.size().desired()).isEqualTo(5);
    assertThat(told).containsExactly("scaling pool default: throttled", "default 2 to 5: 21 ready for 2 workers");
  }

  private ScalingPass pass(RunStore measured, Pool... pools) {
    return new ScalingPass(measured, List.of(pools), POLICY, clock, listener);
  }

  private static Pool pool(String name, WorkerFleet fleet, String... queues) {
    return new Pool(name, Set.of(queues), fleet);
  }

  private void submit(String queue, int ops) {
    Random random = new Random(7);
    List<OpPlan> plans = IntStream.range(0, ops).mapToObj(number -> new OpPlan("op-" + number, queue, 0, 3, List.of(), null)).toList();
    store.submit(List.of(new RunRequest(RunId.next(clock, random), "job", "v1", "{}", "op-0", Map.of(), queue, plans)), PublishWindow.CLOSED);
  }

  private static RunStore unreachableStore() {
    return (RunStore) Proxy.newProxyInstance(RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, arguments) -> {
      throw new StoreUnavailableException("database lost", new IllegalStateException());
    });
  }

  private static final class UnreachableFleet implements WorkerFleet {
    @Override
    public FleetSize size() {
      throw new FleetUnavailableException("throttled", null);
    }

    @Override
    public void scaleTo(int workers) {
      throw new FleetUnavailableException("throttled", null);
    }
  }
}
