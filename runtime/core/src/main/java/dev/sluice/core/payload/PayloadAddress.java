package dev.sluice.core.payload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a payload lies in a {@link PayloadStore}: the day it was put there, the SHA-256 of its content, and its size. The same content
 * put twice on one day has one address; a later day gives it another, so that what is old is never written again
 * ({@link PayloadCollection} rests on that).
 *
 * @param day in UTC, by the clock of who put it
 * @param sha256 of the content, as 64 hexadecimal digits
 * @param size of the content, in bytes
 */
public record PayloadAddress(LocalDate day, String sha256, long size) implements Comparable<PayloadAddress> {
  /** What a stored text begins with if it is a reference; no JSON text can begin with it. */
  private static final char MARK = '@';

  private static final Pattern TEXT = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})/([0-9a-f]{64})\\.(\\d{1,18})");

  public PayloadAddress {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits, got " + sha256);
    }
    if (size < 0) {
      throw new IllegalArgumentException("size must be >= 0, got " + size);
    }
  }

  /** Returns the address of a content that is put on a day. */
  public static PayloadAddress of(LocalDate day, byte[] content) {
    return new PayloadAddress(day, digest(content), content.length);
  }

  /** Reads what {@link #toString} writes; empty if it is something else. */
  public static Optional<PayloadAddress> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PayloadAddress(LocalDate.parse(parts.group(1)), parts.group(2), Long.parseLong(parts.group(3))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Tells whether a stored payload is a reference and not JSON. */
  public static boolean isReference(String stored) {
    return !stored.isEmpty() && stored.charAt(0) == MARK;
  }

  /**
   * Reads the reference that a row holds in place of a payload.
   *
   * @throws IllegalArgumentException if it is a reference of a form that this version does not know
   */
  public static PayloadAddress ofReference(String stored) {
    return parse(stored.substring(1))
        .orElseThrow(() -> new IllegalArgumentException("not a reference that this version knows: " + stored));
  }

  /** Returns what a row holds in place of the payload: at most 96 letters, which are no JSON. */
  public String reference() {
    return MARK + toString();
  }

  /** Tells whether this is the content that was put at this address. */
  public boolean fits(byte[] content) {
    return content.length == size && digest(content).equals(sha256);
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** By day first: the oldest come first. */
  @Override
  public int compareTo(PayloadAddress other) {
    return toString().compareTo(other.toString());
  }

  /** Returns {@code 2026-11-21/SHA256.SIZE}. */
  @Override
  public String toString() {
    return day + "/" + sha256 + "." + size;
  }
}
