package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.scaling.FleetUnavailableException;
import dev.sluice.core.scaling.InstanceWatch;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.Recovery;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstancePassTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final InMemoryRunStore store = new InMemoryRunStore(clock);
  private final Random random = new Random(7);
  private final Set<String> stopped = new HashSet<>();
  private final List<Set<String>> asked = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private final PlatformListener listener = new PlatformListener() {
    @Override
    public void instancesGone(Set<String> instances, int leases) {
      heard.add(leases + " of " + instances);
    }

    @Override
    public void instanceLives(String worker) {
      heard.add(worker + " lives");
    }
  };

  private Set<String> goneOf(Set<String> instances) {
    asked.add(instances);
    Set<String> gone = new HashSet<>(instances);
    gone.retainAll(stopped);
    return gone;
  }

  private InstancePass pass(InstanceWatch watch) {
    return new InstancePass(store, watch, () -> heard.add("recovery"), listener);
  }

  private static String worker(String instance) {
    return "default@" + instance + "-00000f";
  }

  /** Submits and leases so many ops. */
  private List<Lease> lease(String owner, int count) {
    List<RunRequest> requests = IntStream.range(0, count).mapToObj(number -> new RunRequest(RunId.next(clock, random), "job", "v1", "1", "only",
        Map.of(), null, List.of(new OpPlan("only", "default", 0, 3, List.of(), null)))).toList();
    store.submit(requests, PublishWindow.CLOSED);
    return store.claim(new Claim(owner, "default", count, Duration.ofMinutes(10)), List.of()).leases();
  }

  @Test
  void leasesOfAnInstanceThatIsGoneAreRecoveredAtOnceAndNoOthers() {
    lease(worker("dead"), 2);
    List<Lease> kept = lease(worker("alive"), 1);
    stopped.add("dead");

    assertThat(pass(this::goneOf).run()).isFalse();

    assertThat(heard).containsExactly("2 of [dead]", "recovery");
    assertThat(store.recover(10)).isEqualTo(new Recovery(2, 0, 0));
    assertThat(store.leaseOwners(10)).containsExactly(worker("alive"));
    assertThat(store.heartbeat(worker("alive"), List.of(kept.get(0).token()), Duration.ofMinutes(10)).lost()).isEmpty();
  }

  @Test
  void nobodyIsAskedWhileNothingRunsOrNoOwnerTellsWhereItRuns() {
    pass(this::goneOf).run();
    lease("somebody", 1);
    pass(this::goneOf).run();
    assertThat(asked).isEmpty();
  }

  @Test
  void eachInstanceIsAskedForOnceAndWhatLivesIsLeftAlone() {
    lease(worker("alive"), 1);
    lease("other@alive-00000e", 1);
    pass(this::goneOf).run();
    assertThat(asked).containsExactly(Set.of("alive"));
    assertThat(heard).isEmpty();
  }

  @Test
  void itLooksAgainAtOnceWhereMoreMayBeGone() {
    for (int number = 0; number <= InstancePass.OWNERS; number++) {
      lease(worker("dead" + number), 1);
      stopped.add("dead" + number);
    }
    InstancePass pass = pass(this::goneOf);
    assertThat(pass.run()).isTrue();
    assertThat(pass.run()).isFalse();
    assertThat(store.leaseOwners(10)).isEmpty();
  }

  @Test
  void itLooksAgainAtOnceAlsoWhereSomeOwnersAreOfNoInstance() {
    lease("somebody", 1);
    clock.advance(Duration.ofSeconds(1));
    for (int number = 0; number < InstancePass.OWNERS; number++) {
      lease(worker("dead" + number), 1);
      stopped.add("dead" + number);
    }
    InstancePass pass = pass(this::goneOf);
    assertThat(pass.run()).isTrue();
    assertThat(pass.run()).isFalse();
    assertThat(store.leaseOwners(10)).containsExactly("somebody");
  }

  /** As on a machine that was deregistered by force: its tasks count as stopped, and their containers go on. */
  @Test
  void whoHoldsLeasesAgainIsToldOfOnceAndLeftAlone() {
    lease(worker("orphan"), 1);
    stopped.add("orphan");
    InstancePass pass = pass(this::goneOf);
    pass.run();
    assertThat(heard).containsExactly("1 of [orphan]", "recovery");
    heard.clear();
    for (int round = 0; round < 3; round++) {
      store.recover(10);
      lease(worker("orphan"), 1);
      assertThat(pass.run()).isFalse();
      assertThat(store.leaseOwners(10)).containsExactly(worker("orphan"));
    }
    assertThat(heard).containsExactly(worker("orphan") + " lives");

    lease("default@orphan-00000e", 1);
    pass.run();
    assertThat(heard).as("another process is another owner").endsWith("1 of [orphan]", "recovery");
    assertThat(store.leaseOwners(10)).containsExactly(worker("orphan"));
  }

  @Test
  void whomItTookLeasesFromLongAgoIsForgotten() {
    InstancePass pass = pass(this::goneOf);
    for (int number = 0; number <= InstancePass.REMEMBERED; number++) {
      lease(worker("dead" + number), 1);
      stopped.add("dead" + number);
      pass.run();
      store.recover(10);
    }
    heard.clear();
    lease(worker("dead0"), 1);
    lease(worker("dead" + InstancePass.REMEMBERED), 1);
    pass.run();
    assertThat(heard).containsExactlyInAnyOrder("1 of [dead0]", "recovery", worker("dead" + InstancePass.REMEMBERED) + " lives");
  }

  @Test
  void aPlatformThatDoesNotAnswerCostsNobodyALease() {
    lease(worker("alive"), 1);
    InstancePass pass = pass(instances -> {
      throw new FleetUnavailableException("no answer", null);
    });
    assertThatThrownBy(pass::run).isInstanceOf(FleetUnavailableException.class);
    assertThat(store.leaseOwners(10)).hasSize(1);
  }
}
