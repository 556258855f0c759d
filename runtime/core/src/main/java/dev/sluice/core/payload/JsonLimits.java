package dev.sluice.core.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * How long the parts of a payload's JSON may be, for whoever reads or writes it. How long it may be as a whole is decided before it is read,
 * and a single text may be all of it. Numbers may not: the time to read one grows faster than its digits. Safe for any thread.
 */
public final class JsonLimits {
  /** Most digits of a number, and most letters of a name; a modulus of 16,384 bits has 4,933. */
  public static final int LONGEST = 100_000;

  private static final JsonFactory JSON = factory();

  private JsonLimits() {}

  /** Makes a factory for a mapper of one's own. */
  public static JsonFactory factory() {
    return new JsonFactoryBuilder()
        .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).maxNumberLength(LONGEST)
            .maxNameLength(LONGEST).build())
        .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
        .build();
  }

  /** Tells where, and why, JSON that was just written could not be read back; empty if it can be. */
  public static Optional<String> excess(String json) {
    if (json.length() <= LONGEST) {
      return Optional.empty();
    }
    try (JsonParser parser = JSON.createParser(json)) {
      try {
        while (parser.nextToken() != null) {
          // A number or name that is too long is refused as it is met.
        }
        return Optional.empty();
      } catch (JsonProcessingException e) {
        return Optional.of("at \"" + parser.getParsingContext().pathAsPointer() + "\": " + e.getOriginalMessage());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can be read", e);
    }
  }
}
