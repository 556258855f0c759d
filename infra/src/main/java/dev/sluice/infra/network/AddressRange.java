package dev.sluice.infra.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses.
 *
 * @param first the first address as a number
 * @param bits leading bits that all its addresses share
 */
public record AddressRange(long first, int bits) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
  private static final int LENGTH = 32;

  public AddressRange {
    if (bits < 0 || bits > LENGTH || first < 0 || first >= 1L << LENGTH || first % (1L << LENGTH - bits) != 0) {
      throw new IllegalArgumentException("a range must begin where its " + bits + " bits do, got " + text(first, bits));
    }
  }

  /** Reads {@code 10.20.0.0/16}. */
  public static AddressRange of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected a range such as 10.20.0.0/16, got " + text);
    }
    long first = 0;
    for (int group = 1; group <= 4; group++) {
      int part = Integer.parseInt(matcher.group(group));
      if (part > 255) {
        throw new IllegalArgumentException("no part of an address is above 255, got " + text);
      }
      first = first * 256 + part;
    }
    return new AddressRange(first, Integer.parseInt(matcher.group(5)));
  }

  /** Returns how many addresses it has. */
  long size() {
    return 1L << LENGTH - bits;
  }

  /** Returns one of the sixteen equal parts of this range, counted from 0. */
  public AddressRange sixteenth(int index) {
    int partBits = bits + 4;
    return new AddressRange(first + ((long) index << LENGTH - partBits), partBits);
  }

  @Override
  public String toString() {
    return text(first, bits);
  }

  private static String text(long first, int bits) {
    return (first >> 24 & 255) + "." + (first >> 16 & 255) + "." + (first >> 8 & 255) + "." + (first & 255) + "/" + bits;
  }
}
