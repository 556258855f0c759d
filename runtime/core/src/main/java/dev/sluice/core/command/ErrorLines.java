package dev.sluice.core.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** What a program writes on standard error: passed on line by line, and the last lines kept. Safe for any thread. */
final class ErrorLines {
  private static final int KEPT = 30;
  /** A line that is longer is passed on in pieces, so that a program without line ends fills no memory. */
  private static final int LONGEST = 4_000;

  private final Consumer<String> listener;
  private final Deque<String> last = new ArrayDeque<>();

  ErrorLines(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Reads until the stream ends. */
  void read(InputStream stream) throws IOException {
    // What is no UTF-8 is replaced, not refused: it is only for people to read.
    BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    StringBuilder line = new StringBuilder();
    for (int next = reader.read(); next >= 0; next = reader.read()) {
      if (next == '\n' || line.length() == LONGEST) {
        pass(line);
      }
      if (next != '\n' && next != '\r') {
        line.append((char) next);
      }
    }
    pass(line);
  }

  private void pass(StringBuilder line) {
    String text = line.toString();
    line.setLength(0);
    if (text.isBlank()) {
      return;
    }
    synchronized (last) {
      if (last.size() == KEPT) {
        last.removeFirst();
      }
      last.addLast(text);
    }
    listener.accept(text);
  }

  List<String> last() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }
}
