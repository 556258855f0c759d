package dev.sluice.simulator.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads a history as lines of JSON: a header, then one line for each accepted run, event and row. */
public final class HistoryFile {
  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder()
      .addModule(new JavaTimeModule())
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .build();

  private HistoryFile() {}

  public static void write(Path file, History history) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      print(out, new HistoryLine.Header(VERSION));
      history.accepted().forEach(run -> print(out, new HistoryLine.Accepted(run.toString())));
      history.events().forEach(event -> print(out, HistoryLine.Event.of(event)));
      history.runs().forEach(row -> print(out, new HistoryLine.RunLine(row.id().toString(), row.status())));
      history.ops().forEach(row -> print(out, new HistoryLine.OpLine(row.key().toString(), row.state(), row.attempt())));
      if (out.checkError()) {
        throw new IOException("cannot write " + file + ": is the disk full?");
      }
    }
  }

  private static void print(PrintWriter out, HistoryLine line) {
    try {
      // The base type is named, or the kind would not be written.
      out.println(JSON.writerFor(HistoryLine.class).writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line of history is always writable", e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws UnreadableHistoryException naming the first line that is not as it should be
   */
  public static History read(Path file) throws IOException {
    List<RunId> accepted = new ArrayList<>();
    List<RunEvent> events = new ArrayList<>();
    List<History.RunRow> runs = new ArrayList<>();
    List<History.OpRow> ops = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      int number = 0;
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        number++;
        HistoryLine line = parse(text, file, number);
        if (line instanceof HistoryLine.Accepted each) {
          accepted.add(RunId.parse(each.run()));
        } else if (line instanceof HistoryLine.Event each) {
          events.add(each.event());
        } else if (line instanceof HistoryLine.RunLine each) {
          runs.add(new History.RunRow(RunId.parse(each.run()), each.status()));
        } else if (line instanceof HistoryLine.OpLine each) {
          ops.add(new History.OpRow(IdempotencyKey.parse(each.op()), each.state(), each.attempt()));
        }
      }
      if (number == 0) {
        throw new UnreadableHistoryException(file + " is empty: it holds no history");
      }
    } catch (MalformedInputException e) {
      throw new UnreadableHistoryException(file + " is not text: it holds no history", e);
    }
    return new History(accepted, events, runs, ops);
  }

  private static HistoryLine parse(String text, Path file, int number) {
    HistoryLine line;
    try {
      line = JSON.readValue(text, HistoryLine.class);
    } catch (JsonProcessingException e) {
      throw new UnreadableHistoryException(file + " line " + number + " is not a line of history: " + firstLine(e), e);
    }
    boolean header = line instanceof HistoryLine.Header;
    if (header != (number == 1)) {
      throw new UnreadableHistoryException(
          file + " line " + number + (header ? " is a second header" : ": a history begins with a header; is this the whole file?"));
    }
    if (line instanceof HistoryLine.Header each && each.version() != VERSION) {
      throw new UnreadableHistoryException(file + " has version " + each.version() + ", this program reads version " + VERSION);
    }
    return line;
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
