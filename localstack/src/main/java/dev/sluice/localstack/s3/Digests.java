package dev.sluice.localstack.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests as S3 makes them. */
final class Digests {
  private Digests() {}

  static byte[] of(String algorithm, byte[] content) {
    try {
      return MessageDigest.getInstance(algorithm).digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
