package dev.sluice.simulator.history;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a history. */
final class HistoryDigest {
  private HistoryDigest() {}

  /** Digests a history as {@link HistoryWriter} writes it. */
  static String of(HistorySource history) {
    MessageDigest digest = sha256();
    try (HistoryWriter lines = new HistoryWriter(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      history.replay(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return told(digest);
  }

  static String told(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
