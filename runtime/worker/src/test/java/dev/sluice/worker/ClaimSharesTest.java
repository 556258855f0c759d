package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.Retry;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimSharesTest {
  private static ClaimShares shares(String... queues) {
    return new ClaimShares(new WorkerOptions("w1", List.of(queues), 8, Duration.ofSeconds(15), Duration.ofSeconds(5),
        Duration.ofSeconds(30), Duration.ofSeconds(20), 64, PublishWindow.CLOSED, Duration.ofSeconds(10), Retry.never()), new DryQueues());
  }

  private static List<Lease> leases(String queue, int count) {
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LeaseToken token = new LeaseToken(new IdempotencyKey(RunId.parse("01900000-0000-7000-8000-000000000001"), "op" + i), 1);
      leases.add(new Lease(token, "job", "v1", queue, 0, 3, Instant.MAX, "{}", Map.of(), Map.of()));
    }
    return leases;
  }

  private static Map<String, Integer> total(ClaimShares shares, int slots, int times) {
    Map<String, Integer> total = new HashMap<>();
    for (int i = 0; i < times; i++) {
      List<Claim> claims = shares.of(slots, Set.of());
      assertThat(claims.stream().mapToInt(Claim::slots).sum()).isEqualTo(slots);
      claims.forEach(claim -> total.merge(claim.queue(), claim.slots(), Integer::sum));
    }
    return total;
  }

  @Test
  void theShareAgainstStarvationIsSpentInWholeSlotsAndOnlyOnceItIsEarned() {
    ClaimShares shares = new ClaimShares(new WorkerOptions("w1", List.of("a"), 8, Duration.ofSeconds(15), Duration.ofSeconds(5),
        Duration.ofSeconds(30), Duration.ofSeconds(20), 64, PublishWindow.CLOSED, Duration.ZERO, Retry.never(), 0.125), new DryQueues());
    int claimed = 0;
    int aged = 0;
    for (int i = 0; i < 64; i++) {
      List<Claim> claims = shares.of(3, Set.of());
      aged += claims.get(0).aged();
      assertThat(aged).isLessThanOrEqualTo(claimed / 8);
      claimed += 3;
      shares.learn(claims, leases("a", 3));
    }
    assertThat(aged).isEqualTo((claimed - 3) / 8);
    shares.learn(shares.of(8, Set.of()), List.of());
    assertThat(shares.of(8, Set.of("a")).get(0).aged()).isZero();
  }

  @Test
  void oneQueueGetsEverySlot() {
    assertThat(shares("a").of(5, Set.of())).containsExactly(new Claim("w1", "a", 5, Duration.ofSeconds(15)));
    assertThat(shares("a").of(0, Set.of())).isEmpty();
  }

  @Test
  void queuesGetEqualSharesInTheLongRun() {
    assertThat(total(shares("a", "b", "c"), 1, 300)).isEqualTo(Map.of("a", 100, "b", 100, "c", 100));
    assertThat(total(shares("a", "b", "c"), 8, 300)).isEqualTo(Map.of("a", 800, "b", 800, "c", 800));
  }

  @Test
  void aQueueThatHadNothingIsPassedOverButAskedAgainNowAndThen() {
    ClaimShares shares = shares("busy", "dry");
    shares.learn(shares.of(8, Set.of()), leases("busy", 4));

    Map<String, Integer> total = new HashMap<>();
    for (int i = 0; i < 80; i++) {
      List<Claim> claims = shares.of(8, Set.of());
      claims.forEach(claim -> total.merge(claim.queue(), claim.slots(), Integer::sum));
      shares.learn(claims, leases("busy", claims.stream().filter(claim -> claim.queue().equals("busy")).mapToInt(Claim::slots).sum()));
    }

    assertThat(total).isEqualTo(Map.of("busy", 70 * 8 + 10 * 4, "dry", 10 * 4));
  }

  @Test
  void aQueueThatHasWorkAgainGetsItsShareAgain() {
    ClaimShares shares = shares("a", "b");
    shares.learn(List.of(new Claim("w1", "b", 1, Duration.ofSeconds(15))), List.of());
    shares.learn(List.of(new Claim("w1", "b", 1, Duration.ofSeconds(15))), leases("b", 1));

    assertThat(total(shares, 8, 7)).isEqualTo(Map.of("a", 28, "b", 28));
  }

  @Test
  void aQueueThatHadNothingIsAskedWhenAnOpOfItHasFinished() {
    ClaimShares shares = shares("a", "b");
    shares.learn(shares.of(8, Set.of()), List.of());

    assertThat(shares.of(8, Set.of("b"))).containsExactly(new Claim("w1", "b", 8, Duration.ofSeconds(15)));
    assertThat(shares.of(8, Set.of())).isEmpty();
  }

  @Test
  void queuesThatAllHadNothingAreAskedNowAndThen() {
    ClaimShares shares = shares("a", "b");
    shares.learn(shares.of(8, Set.of()), List.of());

    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      claims.addAll(shares.of(8, Set.of()));
    }

    assertThat(claims).extracting(Claim::queue).containsExactly("a", "b");
  }
}
