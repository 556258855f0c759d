package dev.sluice.core.job;

import dev.sluice.core.run.Limits;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How an op's ordering key comes from the input of its run.
 *
 * @param inputType what the job takes
 * @param key gives the key; called when a run is submitted
 * @param <I> what the job takes
 */
public record OrderedBy<I>(Class<I> inputType, Function<? super I, String> key) {

  /** Works the key out; whatever is wrong with it is wrong with the input. */
  @SuppressWarnings("NullAway") // the function of a job that may be given null takes null
  String keyOf(@Nullable Object input, String opName) {
    try {
      String text = key.apply(inputType.cast(input));
      if (text == null) {
        throw new IllegalArgumentException("an ordering key must not be null");
      }
      Limits.checkKey(text, "an ordering key");
      return text;
    } catch (RuntimeException e) { // the user's function
      throw new UnusablePayloadException("the input gives op \"" + opName + "\" no ordering key: " + e.getMessage(), e);
    } catch (LinkageError e) { // a class that it needs
      throw new UnusablePayloadException("the input gives op \"" + opName + "\" no ordering key: " + e, e);
    }
  }
}
