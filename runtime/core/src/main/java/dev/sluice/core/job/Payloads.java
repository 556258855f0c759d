package dev.sluice.core.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.core.payload.CompressedText;
import dev.sluice.core.payload.JsonLimits;
import dev.sluice.core.payload.LostPayloadException;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.payload.PayloadStore;
import dev.sluice.core.payload.PayloadStoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How inputs and outputs become text and back: JSON by Jackson, times as ISO-8601, unknown fields passed over, so that a newer
 * writer and an older reader get along. From a size on they are compressed ({@link CompressedText}). What is larger than the inline limit
 * goes to a {@link PayloadStore}, and the text is a reference to it. Safe for any thread; blocks on the payload store for what is that
 * large, and for nothing else.
 */
public final class Payloads {
  private static final JsonMapper JSON = JsonMapper.builder(JsonLimits.factory())
      .addModule(new JavaTimeModule())
      .addModule(new Jdk8Module())
      .addModule(PlatformTypes.refused())
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      // A time keeps its offset and its zone, or the next op might see another day.
      .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
      .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
      // Of a name that an object has twice, as a map has with the keys 1 and "1", a reader would take one value, or refuse both.
      .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  /** Jackson quotes values in its messages, however long they are. */
  private static final int LONGEST_REASON = 500;

  private final long inlineLimit;
  private final long maxSize;
  private final long compressFrom;
  private final @Nullable PayloadStore store;

  /** Keeps payloads of up to {@code inlineLimit} bytes inline, and refuses others; compresses none. */
  public Payloads(long inlineLimit) {
    this(inlineLimit, Long.MAX_VALUE, Optional.empty());
  }

  /** Keeps payloads of up to {@code inlineLimit} bytes inline, and larger ones in the store; compresses none. */
  public Payloads(long inlineLimit, long maxSize, Optional<PayloadStore> store) {
    this(inlineLimit, maxSize, Long.MAX_VALUE, store);
  }

  /**
   * Keeps payloads of up to {@code inlineLimit} bytes inline, and larger ones in the store.
   *
   * @param maxSize in bytes; what is larger still is refused
   * @param compressFrom size in bytes from which payloads are compressed where that makes them smaller; the other limits look at what they
   *     were before
   * @param store empty refuses what is larger than the inline limit
   */
  public Payloads(long inlineLimit, long maxSize, long compressFrom, Optional<PayloadStore> store) {
    if (inlineLimit < 1 || maxSize < 1 || compressFrom < 1) {
      throw new IllegalArgumentException(
          "inlineLimit, maxSize and compressFrom must be >= 1, got " + inlineLimit + ", " + maxSize + " and " + compressFrom);
    }
    this.inlineLimit = Math.min(inlineLimit, maxSize);
    this.maxSize = maxSize;
    this.compressFrom = compressFrom;
    this.store = store.orElse(null);
  }

  /**
   * Writes a value as it is to be stored: JSON, or a reference to it.
   *
   * @param what names the value in messages, for example {@code output of op "count"}
   * @throws UnusablePayloadException if it cannot be written or is too large
   * @throws PayloadStoreUnavailableException if it is larger than the inline limit and cannot be kept now
   */
  public String write(@Nullable Object value, String what) {
    return keep(json(value, what), what);
  }

  /**
   * Writes a value as JSON that is no reference whatever its size.
   *
   * @throws UnusablePayloadException if it cannot be written, or is larger than the inline limit
   */
  String writeInline(@Nullable Object value, String what) {
    String text = json(value, what);
    long size = sizePastTheInlineLimit(text);
    if (size > 0) {
      throw new UnusablePayloadException(what + " has " + size + " bytes, more than the " + inlineLimit
          + " allowed: pass a reference to it, or raise SLUICE_PAYLOAD_INLINE_LIMIT", null);
    }
    return text;
  }

  /**
   * Writes a value as JSON, however large.
   *
   * @throws UnusablePayloadException if it cannot be written, or a number or name in it is too long to be read back ({@link JsonLimits})
   */
  public static String json(@Nullable Object value, String what) {
    String text = written(value, what);
    JsonLimits.excess(text).ifPresent(excess -> {
      throw new UnusablePayloadException(what + " could not be read back, " + excess, null);
    });
    return text;
  }

  private static String written(@Nullable Object value, String what) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonMappingException e) {
      throw new UnusablePayloadException(
          what + " cannot be written as JSON: " + PayloadPath.describe(value, e) + ": " + firstLine(e.getOriginalMessage()), e);
    } catch (JsonProcessingException e) {
      throw new UnusablePayloadException(what + " cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Returns what is to be stored for a JSON text: itself, or a reference to it; throws as {@link #write} does. */
  public String keep(String json, String what) {
    check(json, what);
    boolean compressed = sizePast(compressFrom - 1, json) > 0;
    if (store == null || sizePastTheInlineLimit(json) == 0) {
      return compressed ? CompressedText.ofText(json) : json;
    }
    byte[] content = json.getBytes(StandardCharsets.UTF_8);
    return store.put(compressed ? CompressedText.ofContent(content) : content).reference();
  }

  /**
   * Refuses a JSON text that is too large to be kept, before anybody reads it.
   *
   * @throws UnusablePayloadException if it is
   */
  void check(String json, String what) {
    long size = sizePastTheInlineLimit(json);
    if (size > maxSize) {
      throw new UnusablePayloadException(what + " has " + size + " bytes, more than the " + maxSize
          + " allowed: pass a reference to it, or raise SLUICE_MAX_PAYLOAD_SIZE", null);
    }
    if (size > 0 && store == null) {
      throw new UnusablePayloadException(what + " has " + size + " bytes, more than the " + inlineLimit
          + " that the database keeps, and there is no bucket for larger ones: give the services one (SLUICE_PAYLOAD_STORE; payloadBucket"
          + " of the stack), pass a reference to it, or raise SLUICE_PAYLOAD_INLINE_LIMIT", null);
    }
  }

  private long sizePastTheInlineLimit(String text) {
    return sizePast(inlineLimit, text);
  }

  private static long sizePast(long limit, String text) {
    // No text has more bytes than three times its letters, so most need no count.
    if (text.length() * 3L <= limit) {
      return 0;
    }
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    return size > limit ? size : 0;
  }

  /**
   * Reads a value as it is stored.
   *
   * @throws UnusablePayloadException if it is not JSON of this type
   * @throws LostPayloadException if it is a reference to nothing
   * @throws PayloadStoreUnavailableException if it cannot be fetched now
   */
  public <T> @Nullable T read(String stored, Class<T> type, String what) {
    return parse(text(stored, what), type, what);
  }

  /**
   * Reads a value from a caller's JSON, which never is a reference.
   *
   * @throws UnusablePayloadException if the text is not JSON of this type
   */
  public <T> @Nullable T parse(String json, Class<T> type, String what) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UnusablePayloadException(what + " is not a " + type.getSimpleName() + ": " + firstLine(e.getOriginalMessage()), e);
    }
  }

  /** Reads a value from JSON that may be followed by nothing else; throws as {@link #parse} does. */
  <T> @Nullable T parseWhole(String json, Class<T> type, String what) {
    try {
      return JSON.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readValue(json);
    } catch (JsonProcessingException e) {
      throw new UnusablePayloadException(what + " is not a " + type.getSimpleName() + ": " + firstLine(e.getOriginalMessage()), e);
    }
  }

  /** Returns the JSON of what is stored; throws as {@link #read} does. */
  public String text(String stored, String what) {
    if (!PayloadAddress.isReference(stored)) {
      try {
        return CompressedText.plain(stored);
      } catch (IllegalArgumentException e) {
        throw new LostPayloadException(what, LONGEST_REASON < stored.length() ? stored.substring(0, LONGEST_REASON) + "..." : stored,
            String.valueOf(e.getMessage()));
      }
    }
    PayloadAddress address;
    try {
      address = PayloadAddress.ofReference(stored);
    } catch (IllegalArgumentException e) {
      throw new LostPayloadException(what, stored, "its reference is of a form that this version does not know");
    }
    if (store == null) {
      throw new LostPayloadException(what, stored, "it lies in a bucket that this service was not told of: set SLUICE_PAYLOAD_STORE");
    }
    byte[] content = store.get(address)
        .orElseThrow(() -> new LostPayloadException(what, stored, "nothing is at its address in the payload store"));
    if (!address.fits(content)) {
      throw new LostPayloadException(what, stored, "what is at its address has another digest than what was put there");
    }
    return new String(CompressedText.plain(content), StandardCharsets.UTF_8);
  }

  private static String firstLine(@Nullable String message) {
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
  }
}
