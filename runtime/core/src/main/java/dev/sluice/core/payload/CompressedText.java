package dev.sluice.core.payload;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The compressed form of payloads. In a row it is {@code ~gzip:} and the Base64 of the gzip of the JSON; in a {@link PayloadStore}, which
 * keeps bytes, it is the gzip alone. JSON begins with neither, so that both forms stand beside plain JSON and are told apart by looking.
 */
public final class CompressedText {
  private static final String MARK = "~gzip:";
  /** What every gzip begins with (RFC 1952); as text it is a control character, which no JSON begins with. */
  private static final byte[] MAGIC = {0x1f, (byte) 0x8b};

  private CompressedText() {}

  /** Returns the compressed form for a row, or the text itself if that is not longer. */
  public static String ofText(String json) {
    String compressed = MARK + Base64.getEncoder().encodeToString(gzip(json.getBytes(StandardCharsets.UTF_8)));
    return compressed.length() < json.length() ? compressed : json;
  }

  /** Returns the compressed form for a payload store, or the content itself if that is not longer. */
  public static byte[] ofContent(byte[] content) {
    byte[] compressed = gzip(content);
    return compressed.length < content.length ? compressed : content;
  }

  /**
   * Returns the JSON of a row's text: what it is the compressed form of, or itself.
   *
   * @throws IllegalArgumentException if it is marked as compressed and is not
   */
  public static String plain(String stored) {
    if (!stored.startsWith(MARK)) {
      return stored;
    }
    return new String(gunzip(Base64.getDecoder().decode(stored.substring(MARK.length()))), StandardCharsets.UTF_8);
  }

  /**
   * Returns the JSON of what a payload store keeps: what it is the compressed form of, or itself.
   *
   * @throws IllegalArgumentException if it begins as a gzip and is none
   */
  public static byte[] plain(byte[] content) {
    return content.length > 1 && content[0] == MAGIC[0] && content[1] == MAGIC[1] ? gunzip(content) : content;
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 4 + 64);
    try (OutputStream gzip = new Fast(compressed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return compressed.toByteArray();
  }

  private static byte[] gunzip(byte[] compressed) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new IllegalArgumentException("a compressed payload is damaged: " + e.getMessage(), e);
    }
  }

  /** JSON shrinks to a fraction either way; a commit waits for this. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
