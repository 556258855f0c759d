package dev.sluice.core.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a history keeps of payloads: enough to tell whether two are the same, and nothing of what is in them. A digest is the
 * first 128
 * bits of the SHA-256 of the stored text, as 22 letters of Base64 for URLs. For a payload that lies in a store of its own that text is
 * the reference to it, which has the SHA-256 of its content.
 */
public final class PayloadDigest {
  private static final int BYTES = 16;
  private static final Base64.Encoder LETTERS = Base64.getUrlEncoder().withoutPadding();

  private PayloadDigest() {}

  /** Digests a payload, byte for byte as it is stored. */
  public static String of(String json) {
    byte[] whole;
    try {
      whole = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    return LETTERS.encodeToString(Arrays.copyOf(whole, BYTES));
  }

  /** Digests what an op sees of its upstream: the outputs by op key. */
  public static String ofInputs(Map<String, String> outputs) {
    Map<String, String> digests = new TreeMap<>();
    outputs.forEach((op, output) -> digests.put(op, of(output)));
    return ofDigests(digests);
  }

  /** The same as {@link #ofInputs}, from the digests of the outputs. */
  public static String ofDigests(Map<String, String> digests) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(digests).forEach((op, digest) -> text.append(op).append('=').append(digest).append('\n'));
    return of(text.toString());
  }
}
