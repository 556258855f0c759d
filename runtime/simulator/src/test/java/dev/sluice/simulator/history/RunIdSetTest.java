package dev.sluice.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.RunId;
import dev.sluice.core.time.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RunIdSetTest {
  @Test
  void itHoldsWhatWasAddedAndNothingElse() {
    VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
    Random random = new Random(5);
    RunIdSet set = new RunIdSet();
    Set<RunId> expected = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      RunId run = RunId.next(clock, random);
      assertThat(set.contains(run)).isEqualTo(expected.contains(run));
      assertThat(set.add(run)).isEqualTo(expected.add(run));
      assertThat(set.add(run)).isFalse();
    }
    List<RunId> held = new ArrayList<>();
    set.forEachSorted(held::add);
    assertThat(held).containsExactlyElementsOf(expected);
    assertThat(set.size()).isEqualTo(20_000);
  }
}
