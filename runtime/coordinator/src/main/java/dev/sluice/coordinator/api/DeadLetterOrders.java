package dev.sluice.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.SettingText;
import dev.sluice.core.api.FieldError;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.store.DeadLetterFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An order to redrive or drop dead letters, read and checked.
 *
 * @param filter which
 * @param spacing time between the starts of one and the next
 * @param dryRun whether only to tell
 */
record DeadLetterOrders(DeadLetterFilter filter, Duration spacing, boolean dryRun) {
  private static final int FASTEST = 10_000;
  private static final List<String> FIELDS = List.of("keys", "job", "queue", "cause", "olderThan", "all", "limit", "dryRun");

  static DeadLetterOrders read(JsonNode body, boolean takesRate) {
    List<FieldError> errors = new ArrayList<>();
    List<String> fields = new ArrayList<>(FIELDS);
    if (takesRate) {
      fields.add("rate");
    }
    FieldReader reader = new FieldReader(body, "", fields, errors);
    FieldReader.refuse(errors); // of what is no object nothing can be read
    DeadLetterFilter filter = new DeadLetterFilter(keys(reader), reader.optionalText("job"), reader.optionalText("queue"),
        reader.optionalText("cause"), olderThan(reader), Optional.empty(),
        reader.optionalNumber("limit", 1, DeadLetterFilter.MAX_LIMIT).orElse(DeadLetterFilter.MAX_LIMIT));
    Optional<Integer> rate = takesRate ? reader.optionalNumber("rate", 1, FASTEST) : Optional.empty();
    boolean all = reader.flag("all");
    boolean dryRun = reader.flag("dryRun");
    if (errors.isEmpty() && filter.isForAny() != all) {
      reader.wrong("all", all ? "is given together with a filter: leave one of them out"
          : "say which ones by keys, job, queue, cause or olderThan, or set all to true");
    }
    FieldReader.refuse(errors);
    Duration spacing = rate.map(perSecond -> Duration.ofSeconds(1).dividedBy(perSecond)).orElse(Duration.ZERO);
    return new DeadLetterOrders(filter, spacing, dryRun);
  }

  private static Set<IdempotencyKey> keys(FieldReader reader) {
    Set<IdempotencyKey> keys = new HashSet<>();
    for (String text : reader.list("keys")) {
      try {
        keys.add(IdempotencyKey.parse(text));
      } catch (IllegalArgumentException e) {
        reader.wrong("keys", String.valueOf(e.getMessage()));
      }
    }
    return keys;
  }

  private static Duration olderThan(FieldReader reader) {
    Optional<String> text = reader.optionalText("olderThan");
    try {
      return text.map(SettingText::duration).orElse(Duration.ZERO);
    } catch (IllegalArgumentException e) {
      reader.wrong("olderThan", String.valueOf(e.getMessage()));
      return Duration.ZERO;
    }
  }
}
