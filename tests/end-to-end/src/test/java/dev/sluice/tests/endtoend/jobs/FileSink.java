package dev.sluice.tests.endtoend.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Appends a line for each message to the file that it names. */
public final class FileSink implements OutboxSink {
  @Override
  public Set<String> topics() {
    return Set.of("transfers");
  }

  @Override
  public void send(OutboxMessage message) throws IOException {
    JsonNode payload = JsonMapper.builder().build().readTree(message.payload());
    Files.writeString(Path.of(payload.get("file").asText()), message.idempotencyKey() + "\n",
        StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
