package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a store promises about queues and priorities: I8. */
interface PriorityConformance extends StoreFixture {
  @Test
  default void anOpIsClaimedOnlyFromItsQueue() {
    RunId runId = submit(op("here", "default", 0, 3), op("there", "x", 9, 3));
    assertThat(claim("w1", 10)).extracting(lease -> lease.key().opKey()).containsExactly("here");
    assertThat(store().publish("default", WINDOW)).isEmpty();
    assertThat(store().publish("x", WINDOW)).extracting("opKey").containsExactly("there");
    Lease there = store().claim(new Claim("w2", "x", 10, LEASE), List.of()).leases().get(0);
    assertThat(there.key().runId()).isEqualTo(runId);
    assertThat(there.queue()).isEqualTo("x");
  }

  /** Submits, claims with messages and commits by chance, and whenever a slot frees compares what starts with what is ready. */
  @Test
  default void noOpStartsWhileABetterOneIsReady() {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      TreeMap<Integer, Integer> ready = new TreeMap<>();
      List<Lease> running = new ArrayList<>();
      List<OpExecutionTask> underWay = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        int submits = random.nextInt(4);
        for (int i = 0; i < submits; i++) {
          int priority = random.nextInt(-3, 4);
          submit(op("only", "default", priority, 3));
          ready.merge(priority, 1, Integer::sum);
        }
        underWay.addAll(store().publish("default", WINDOW));
        Claim claim = new Claim("w1", "default", random.nextInt(4), LEASE);
        List<Lease> started;
        if (running.isEmpty() || random.nextBoolean()) {
          Collections.shuffle(underWay, random);
          List<OpExecutionTask> received = underWay.subList(0, Math.min(underWay.size(), random.nextInt(4)));
          started = store().claim(claim, received).leases();
          received.clear();
        } else {
          Lease finished = running.remove(random.nextInt(running.size()));
          started = store().commit("w1", List.of(success(finished)), List.of(claim), PublishWindow.CLOSED).next();
        }
        assertThat(started).as("seed %s, step %s", seed, step)
            .hasSize(Math.min(claim.slots(), ready.values().stream().mapToInt(Integer::intValue).sum()));
        for (Lease lease : started) {
          assertThat(lease.priority()).as("seed %s, step %s", seed, step).isEqualTo(ready.lastKey());
          ready.computeIfPresent(lease.priority(), (priority, count) -> count == 1 ? null : count - 1);
        }
        running.addAll(started);
      }
      claim("w1", 1_000);
    }
  }

  @Test
  default void theShareAgainstStarvationGoesToTheOldestWhateverItsPriority() {
    RunId starved = submit(op("only", "default", -5, 3));
    submit(op("only", "default", 0, 3));
    for (int i = 0; i < 10; i++) {
      submit(op("only", "default", 9, 3));
    }
    assertThat(claim("w1", 4)).extracting(Lease::priority).containsOnly(9);
    List<Lease> leases = store().claim(new Claim("w1", "default", 4, LEASE, 1), List.of()).leases();
    assertThat(leases).extracting(Lease::priority).containsExactlyInAnyOrder(9, 9, 9, -5);
    assertThat(leases).extracting(lease -> lease.key().runId()).contains(starved);
    assertThat(store().claim(new Claim("w1", "default", 20, LEASE, 2), List.of()).leases()).hasSize(4);
    assertThat(store().claim(new Claim("w1", "default", 2, LEASE, 2), List.of()).leases()).isEmpty();
  }
}
