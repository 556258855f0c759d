package dev.sluice.core.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an op execution stands in its run, besides its upstream.
 *
 * @param trigger which of its upstream ops it needs
 * @param mayFail whether the run can succeed although this op execution failed
 * @param pause what it waits for once its upstream lets it go; null for nothing
 * @param input what only this op execution takes: an element of a map, as JSON text or a reference to it; null if there is nothing such
 * @param given how it ended in another run, where it is taken over from there and not run here; null otherwise
 */
public record Flow(Trigger trigger, boolean mayFail, @Nullable Pause pause, @Nullable String input, @Nullable Given given) {
  /** Nothing but its upstream, all of it. */
  public static final Flow PLAIN = new Flow(Trigger.ALL_SUCCEEDED, false, null, null, null);

  /**
   * A pause that holds no slot and no lease.
   *
   * @param time how long at most; null for as long as it takes
   * @param forSignal whether a signal ends it; without, it is the time that does
   */
  public record Pause(@Nullable Duration time, boolean forSignal) {
    public Pause {
      if (time == null && !forSignal) {
        throw new IllegalArgumentException("a pause has an end: a time, a signal or both");
      }
      if (time != null && (time.isNegative() || time.isZero())) {
        throw new IllegalArgumentException("a pause is positive, got " + time);
      }
    }
  }

  /**
   * How an op execution ended in another run.
   *
   * @param output JSON text or a reference to it; null if it was skipped
   */
  public record Given(@Nullable String output) {
    /** The state that it has from the beginning. */
    public OpState state() {
      return output == null ? OpState.SKIPPED : OpState.SUCCEEDED;
    }
  }

  /** Returns the same, taken over. */
  public Flow giving(Given end) {
    return new Flow(trigger, mayFail, pause, input, end);
  }
}
