package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void aPartIsStuckOnceItsTimeHasPassed() {
    VirtualClock clock = new VirtualClock(START);
    Pulse pulse = new Pulse(clock);
    pulse.begin("receive", LONG);
    pulse.begin("commit", LONG);
    clock.advance(LONG);
    assertThat(pulse.stuck()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(pulse.stuck()).containsExactly("commit", "receive");
    pulse.rest("commit");
    pulse.beat("receive", LONG);
    assertThat(pulse.stuck()).isEmpty();
  }

  /** The time of a machine whose clock is set counts no less and no more than what passes. */
  @Test
  void aClockThatIsSetMakesNoPartStuck() {
    AtomicReference<Duration> step = new AtomicReference<>(Duration.ZERO);
    Pulse pulse = new Pulse(() -> START.plus(step.get()));
    pulse.beat("receive", LONG);
    step.set(LONG.multipliedBy(24));
    assertThat(pulse.stuck()).isEmpty();
  }
}
