package dev.sluice.tests.endtoend.chaos.jobs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Appends a line for each message: the account and the number of the entry, in the order in which they come, some perhaps again. */
public final class Journal implements OutboxSink {
  /** Where its messages are. */
  static final String TOPIC = "postings";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public Set<String> topics() {
    return Set.of(TOPIC);
  }

  @Override
  public void send(OutboxMessage message) throws IOException {
    Posting.Entry entry = JSON.readValue(message.payload(), Posting.Entry.class);
    Files.writeString(Path.of(entry.journal()), entry.account() + " " + entry.number() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
