package dev.sluice.worker;

import dev.sluice.core.run.Lease;
import dev.sluice.core.store.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Divides the slots that come free among the queues: evenly, the odd ones in turn. A queue that had nothing left the last time is
 * passed over unless an op of it has just finished, which may have freed others, and asked again now and then: a worker that is never
 * idle receives no message that tells it. Not safe for several threads.
 */
final class ClaimShares {
  private static final int ASK_ALL_EVERY = 8;
  private static final int LEAST_AGED_PART = 4;

  private final WorkerOptions options;
  private final DryQueues dry;
  /** What the share against starvation has come to by past claims of each queue, in slots. */
  private final Map<String, Double> setAside = new HashMap<>();
  private int turn;

  ClaimShares(WorkerOptions options, DryQueues dry) {
    this.options = options;
    this.dry = dry;
  }

  /**
   * Returns claims for that many slots in all.
   *
   * @param finished queues of the ops that have just finished
   */
  List<Claim> of(int slots, Set<String> finished) {
    if (slots == 0) {
      return List.of();
    }
    turn++;
    List<String> asked = new ArrayList<>(options.queues());
    if (turn % ASK_ALL_EVERY != 0) {
      asked.removeIf(queue -> dry.contains(queue) && !finished.contains(queue));
    }
    List<Claim> claims = new ArrayList<>(asked.size());
    for (int i = 0; i < asked.size(); i++) {
      int place = Math.floorMod(i + turn, asked.size());
      int share = slots / asked.size() + (place < slots % asked.size() ? 1 : 0);
      if (share > 0) {
        claims.add(options.claim(asked.get(i), share, aged(asked.get(i), share)));
      }
    }
    return claims;
  }

  /**
   * Spends what has been set aside, in whole slots: never more than the share of what has been claimed. A large claim looks for the
   * aged only where a fair part of it goes to them, as looking costs as much as the whole claim does otherwise.
   */
  private int aged(String queue, int slots) {
    int whole = (int) Math.min(slots, setAside.getOrDefault(queue, 0.0));
    if (whole < slots / LEAST_AGED_PART) {
      return 0;
    }
    setAside.merge(queue, (double) -whole, Double::sum);
    return whole;
  }

  /** Takes note of which queues had less than was asked of them, and of what is set aside for the next claims. */
  void learn(List<Claim> claims, List<Lease> leases) {
    var given = leases.stream().collect(Collectors.groupingBy(Lease::queue, Collectors.counting()));
    for (Claim claim : claims) {
      setAside.merge(claim.queue(), given.getOrDefault(claim.queue(), 0L) * options.starvationShare(), Double::sum);
      dry.learn(claim.queue(), given.getOrDefault(claim.queue(), 0L) < claim.slots());
    }
  }
}
