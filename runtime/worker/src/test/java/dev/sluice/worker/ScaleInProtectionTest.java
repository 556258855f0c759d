package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.scaling.FleetUnavailableException;
import dev.sluice.core.scaling.InstanceProtection;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScaleInProtectionTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final Recorder recorder = new Recorder();
  private final Agent agent = new Agent(recorder);
  private final List<String> told = new ArrayList<>();
  private final ScaleInProtection protection = new ScaleInProtection(agent, clock, new PlatformListener() {
    @Override
    public void troubled(String what, RuntimeException cause) {
      told.add(what);
    }
  });

  /** An agent that may be out of order. */
  private record Agent(Recorder recorder, AtomicInteger failing) implements InstanceProtection {
    Agent(Recorder recorder) {
      this(recorder, new AtomicInteger());
    }

    @Override
    public void protect(Duration length) {
      answer("protect " + length);
    }

    @Override
    public void unprotect() {
      answer("unprotect");
    }

    private void answer(String line) {
      if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        recorder.write("failed " + line);
        throw new FleetUnavailableException("no agent for the test", null);
      }
      recorder.write(line);
    }
  }

  @AfterEach
  void close() {
    protection.close();
  }

  private void looks(boolean busy, Duration length) {
    Instant end = clock.instant().plus(length);
    while (clock.instant().isBefore(end)) {
      protection.look(clock.instant(), busy);
      clock.advance(ScaleInProtection.LOOK);
    }
  }

  @Test
  void aBusyWorkerIsProtectedOnceAndAnIdleOneNotAtAll() {
    looks(false, Duration.ofMinutes(1));
    assertThat(recorder.lines()).isEmpty();
    looks(true, Duration.ofMinutes(4));
    assertThat(recorder.lines()).containsExactly("protect PT10M");
    looks(false, Duration.ofMinutes(4));
    assertThat(recorder.lines()).containsExactly("protect PT10M", "unprotect");
  }

  @Test
  void aLongOpIsRenewedBeforeItsProtectionEnds() {
    looks(true, Duration.ofMinutes(29));
    assertThat(recorder.lines()).hasSize(6).containsOnly("protect PT10M");
  }

  @Test
  void aWorkerThatIsNeverIdleLetsADeploymentThroughNowAndThen() {
    looks(true, ScaleInProtection.LONGEST);
    assertThat(recorder.count("unprotect")).isZero();
    looks(true, ScaleInProtection.REST);
    assertThat(recorder.lines().get(recorder.lines().size() - 1)).isEqualTo("unprotect");
    looks(true, ScaleInProtection.LOOK);
    assertThat(recorder.lines().get(recorder.lines().size() - 1)).isEqualTo("protect PT10M");
  }

  @Test
  void aCallThatFailsIsToldOnceAndTriedAgainAtGrowingPauses() {
    agent.failing().set(3);
    looks(true, Duration.ofMinutes(4));
    assertThat(recorder.lines())
        .containsExactly("failed protect PT10M", "failed protect PT10M", "failed protect PT10M", "protect PT10M");
    assertThat(told).containsExactly(ScaleInProtection.PART);
  }

  @Test
  void anAgentThatIsDownForAnHourIsAskedAFewTimes() {
    agent.failing().set(100);
    looks(true, Duration.ofHours(1));
    assertThat(recorder.count("failed")).as("after 20 s, 40 s, 80 s, 160 s, then every 5 min").isBetween(14L, 17L);
  }

  @Test
  void whatMayHaveTakenEffectIsTakenBack() {
    agent.failing().set(1);
    looks(true, ScaleInProtection.LOOK);
    looks(false, Duration.ofMinutes(1));
    assertThat(recorder.lines()).containsExactly("failed protect PT10M", "unprotect");
  }

  @Test
  void aProtectionThatHasEndedByItselfIsNotTakenBack() {
    looks(true, ScaleInProtection.LOOK);
    clock.advance(ScaleInProtection.LENGTH);
    looks(false, Duration.ofMinutes(1));
    assertThat(recorder.lines()).containsExactly("protect PT10M");
  }

  @Test
  void theFirstLeaseOfAnIdleWorkerIsActedOnAtOnceAndTheEndOfTheLastOpAtTheNextLook() {
    AtomicInteger inHand = new AtomicInteger();
    protection.watch(inHand::get);
    inHand.set(1);
    protection.leased(lease());
    recorder.await("protect");

    inHand.set(0);
    recorder.awaitUntil("its end", () -> {
      clock.advance(ScaleInProtection.LOOK);
      return recorder.count("unprotect") == 1;
    });
    protection.leased(lease());
    recorder.await("protect", 2);
  }

  /** Or the thread that claims would stand still: this test ends by itself only if {@code leased} does not wait. */
  @Test
  void anAgentThatHangsHoldsNothingUp() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    InstanceProtection hanging = new InstanceProtection() {
      @Override
      public void protect(Duration length) {
        asked.countDown();
        try {
          answer.await();
        } catch (InterruptedException e) {
          throw new FleetUnavailableException("given up", e);
        }
      }

      @Override
      public void unprotect() {}
    };
    try (ScaleInProtection busy = new ScaleInProtection(hanging, clock, PlatformListener.NONE)) {
      busy.watch(() -> 1);
      busy.leased(lease());
      asked.await();
      busy.leased(lease());
      assertThat(answer.getCount()).isEqualTo(1);
    }
  }

  private static Lease lease() {
    LeaseToken token = new LeaseToken(new IdempotencyKey(RunId.parse("01900000-0000-7000-8000-000000000001"), "only"), 1);
    return new Lease(token, "job", "v1", "default", 0, 3, Instant.EPOCH, "{}", Map.of(), Map.of());
  }
}
