package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store promises about tenants: the bound of docs/decisions/0006, by the order of claims. */
interface FairnessConformance extends StoreFixture {
  private static OpPlan of(String tenant, double weight) {
    return new OpPlan("only", "default", 0, 3, List.of(), null, new Limits(null, null, new Limits.Share(tenant, weight)));
  }

  private void submit(String tenant, double weight, int count, Map<RunId, String> tenants) {
    List<RunRequest> runs = IntStream.range(0, count).mapToObj(i -> run(of(tenant, weight))).toList();
    runs.forEach(run -> tenants.put(run.runId(), tenant));
    store().submit(runs, PublishWindow.CLOSED);
  }

  private List<String> claimedTenants(int count, Map<RunId, String> tenants) {
    List<Lease> leases = claim("w1", count);
    return leases.stream().map(lease -> tenants.getOrDefault(lease.key().runId(), "nobody")).toList();
  }

  @Test
  default void quietTenantsDoNotWaitForANoisyOne() {
    Map<RunId, String> tenants = new HashMap<>();
    submit("noisy", 1, 10_000, tenants);
    claimedTenants(100, tenants);
    for (int quiet = 0; quiet < 10; quiet++) {
      submit("quiet-" + quiet, 1, 1, tenants);
    }
    // Ten of the quiet, and of the noisy one what a weight of 1 gives it beside them: the head and one more.
    List<String> next = claimedTenants(12, tenants);
    assertThat(next.stream().filter(tenant -> tenant.startsWith("quiet"))).hasSize(10);
  }

  /** The wait of an op is counted in starts up to its own; alone, the quiet tenants have a queue where nobody else is. */
  @Test
  default void tenQuietTenantsWaitAtMostTwiceAsLongBesideANoisyOneAsAlone() {
    Map<RunId, String> tenants = new HashMap<>();
    submit("noisy", 1, 10_000, tenants);
    claimedTenants(100, tenants);
    List<Integer> beside = quietWaits("default", tenants);
    List<Integer> alone = quietWaits("quiet", tenants);
    int percentile = alone.size() * 95 / 100;
    assertThat(beside.get(percentile)).isLessThanOrEqualTo(2 * alone.get(percentile));
  }

  /** Submits three ops of each quiet tenant; returns which start each of these was, the first being 1. */
  private List<Integer> quietWaits(String queue, Map<RunId, String> tenants) {
    List<RunRequest> runs = IntStream.range(0, 30).mapToObj(i -> run(new OpPlan("only", queue, 0, 3, List.of(), null,
        new Limits(null, null, new Limits.Share("quiet-" + i / 3, 1))))).toList();
    runs.forEach(run -> tenants.put(run.runId(), "quiet"));
    store().submit(runs, PublishWindow.CLOSED);
    List<Integer> waits = new ArrayList<>();
    for (int started = 0; waits.size() < runs.size(); started += 10) {
      List<Lease> leases = store().claim(new Claim("w1", queue, 10, LEASE), List.of()).leases();
      for (int i = 0; i < leases.size(); i++) {
        if (tenants.getOrDefault(leases.get(i).key().runId(), "nobody").equals("quiet")) {
          waits.add(started + i + 1);
        }
      }
    }
    return waits;
  }

  @Test
  default void aQuietTenantThatSubmitsAgainAndAgainIsServedAtOnce() {
    Map<RunId, String> tenants = new HashMap<>();
    submit("noisy", 1, 500, tenants);
    for (int round = 0; round < 10; round++) {
      submit("quiet", 1, 1, tenants);
      assertThat(claimedTenants(3, tenants)).contains("quiet");
    }
  }

  @Test
  default void tenantsAreServedByTheirWeights() {
    Map<RunId, String> tenants = new HashMap<>();
    submit("one", 1, 100, tenants);
    submit("three", 3, 100, tenants);
    List<String> served = claimedTenants(80, tenants);
    assertThat(served.stream().filter(tenant -> tenant.equals("three"))).hasSizeBetween(58, 62);
  }

  @Test
  default void whatATenantUsedWhileItWasAloneIsNotHeldAgainstIt() {
    Map<RunId, String> tenants = new HashMap<>();
    submit("early", 1, 50, tenants);
    claimedTenants(50, tenants);
    submit("late", 1, 20, tenants);
    submit("early", 1, 20, tenants);
    assertThat(claimedTenants(20, tenants).stream().filter(tenant -> tenant.equals("early"))).hasSizeBetween(9, 11);
  }

  @Test
  default void priorityGoesBeforeShares() {
    Map<RunId, String> tenants = new HashMap<>();
    submit("noisy", 1, 5, tenants);
    submit("quiet", 1, 1, tenants);
    RunId urgent = submit(new OpPlan("only", "default", 7, 3, List.of(), null,
        new Limits(null, null, new Limits.Share("noisy", 1))));
    assertThat(claimOne("w1").key().runId()).isEqualTo(urgent);
  }

  @Test
  default void ofOneTenantTheOldestGoesFirst() {
    List<RunId> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      submitted.add(submit(of("a", 1)));
    }
    assertThat(claim("w1", 5)).extracting(lease -> lease.key().runId()).isEqualTo(submitted);
  }
}
