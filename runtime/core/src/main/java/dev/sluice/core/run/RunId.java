package dev.sluice.core.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Identity of a run: a UUID of version 7 (RFC 9562, section 5.7), so that runs sort by the time they were made.
 *
 * @param value the UUID
 */
public record RunId(UUID value) implements Comparable<RunId> {

  /** Makes a new one from a clock and chance. */
  public static RunId next(InstantSource clock, RandomGenerator random) {
    long time = clock.millis();
    long high = (time << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new RunId(new UUID(high, low));
  }

  /**
   * Reads the usual text form.
   *
   * @throws IllegalArgumentException if it is not a UUID
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static RunId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("a run id is a UUID of 36 letters, got \"" + text + "\"");
    }
    try {
      return new RunId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a run id is a UUID, got \"" + text + "\"", e);
    }
  }

  /** Orders as the database does: by unsigned value. */
  @Override
  public int compareTo(RunId other) {
    int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return high != 0 ? high : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
  }

  @Override
  @JsonValue
  public String toString() {
    return value.toString();
  }
}
