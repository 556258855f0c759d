package dev.sluice.simulator.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a history as lines of JSON, as they come; a file that was not ended is refused by readers. Not safe for several
 * threads.
 */
public final class HistoryWriter implements HistorySink, AutoCloseable {
  /** Form of the lines. */
  public static final int VERSION = 3;

  // The base type is named, or the kind would not be written.
  private static final ObjectWriter LINE = JsonMapper.builder()
      .addModule(new JavaTimeModule())
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
      .build().writerFor(HistoryLine.class);

  private final OutputStream out;

  /** Opens a file and writes the first line. */
  public HistoryWriter(Path file) throws IOException {
    this(Files.newOutputStream(file));
  }

  HistoryWriter(OutputStream out) {
    this.out = new BufferedOutputStream(out, 1 << 16);
    print(new HistoryLine.Header(VERSION));
  }

  @Override
  public void accepted(RunId run) {
    print(new HistoryLine.Accepted(run.toString()));
  }

  @Override
  public void event(RunEvent event) {
    print(HistoryLine.Event.of(event));
  }

  @Override
  public void message(MessageRecord message) {
    print(HistoryLine.Message.of(message));
  }

  @Override
  public void effect(EffectRecord effect) {
    print(HistoryLine.Effect.of(effect));
  }

  @Override
  public void rows(RunRow run) {
    print(HistoryLine.Rows.of(run));
  }

  @Override
  public void forgotten(RunId run) {
    print(new HistoryLine.Forgotten(run.toString()));
  }

  @Override
  public void end(long events) {
    print(new HistoryLine.End(events));
  }

  private void print(HistoryLine line) {
    try {
      out.write(LINE.writeValueAsBytes(line));
      out.write('\n');
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line of history is always writable", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
