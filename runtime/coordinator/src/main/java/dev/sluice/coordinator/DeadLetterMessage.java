package dev.sluice.coordinator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.DeadLetter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The message that stands in a dead-letter queue for an op execution in quarantine: for people and alarms; the row decides. */
final class DeadLetterMessage {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST_MESSAGE = 1_000;

  private DeadLetterMessage() {}

  /** Sent twice within five minutes, it is one message. */
  static OutgoingMessage of(DeadLetter letter) {
    LeaseToken token = letter.token();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("reason", letter.causeType());
    fields.put("message", letter.message().substring(0, Math.min(LONGEST_MESSAGE, letter.message().length())));
    fields.put("idempotencyKey", token.key().toString());
    fields.put("attempt", token.attempt());
    fields.put("job", letter.jobName());
    fields.put("queue", letter.queue());
    fields.put("since", letter.since().toString());
    String identity = token.key() + "/" + token.attempt();
    try {
      return new OutgoingMessage(JSON.writeValueAsString(fields), identity, identity);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of text and numbers is always writable", e);
    }
  }

  /** Reads which dead letter a message is of; empty if it is none of ours. */
  static Optional<LeaseToken> read(String body) {
    try {
      JsonNode fields = JSON.readTree(body);
      if (!fields.path("idempotencyKey").isTextual() || !fields.path("attempt").isInt()) {
        return Optional.empty();
      }
      return Optional.of(new LeaseToken(IdempotencyKey.parse(fields.get("idempotencyKey").textValue()), fields.get("attempt").intValue()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
