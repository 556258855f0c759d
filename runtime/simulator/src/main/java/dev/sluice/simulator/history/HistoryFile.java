package dev.sluice.simulator.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A history as a file of lines of JSON: a header, then one line for each accepted run, event, message, effect and run's rows,
 * and a last
 * line with the number of events. It is read line by line, as often as it is asked for.
 */
public final class HistoryFile implements HistorySource {
  private static final ObjectReader LINE =
      JsonMapper.builder().addModule(new JavaTimeModule()).build().readerFor(HistoryLine.class);

  /** The oldest form that is read: it has no rows as of a moment, and nothing forgotten. */
  private static final int OLDEST_VERSION = 2;

  private final Path file;

  public HistoryFile(Path file) {
    this.file = file;
  }

  /**
   * Writes a history to a file. What stood there is replaced once all of it is written, and else stays: meanwhile the history is in a file
   * beside it, whose name ends in {@code .part}. It tells what ops said when they failed, so that only its owner may read it, unless others
   * might read what it replaces. Several calls may write to one file: the last to end wins.
   */
  public static void write(Path file, HistorySource history) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      writeLines(target, history); // a device or a pipe is nothing to replace
      return;
    }
    if (!Files.isDirectory(Objects.requireNonNull(target.getParent()))) {
      throw new NoSuchFileException(file.toString());
    }
    Path part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
    try {
      writeLines(part, history);
      if (Files.exists(target)) {
        keepPermissions(target, part);
      }
      replace(target, part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(Files.getPosixFilePermissions(from));
    }
  }

  private static void replace(Path target, Path part) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void writeLines(Path file, HistorySource history) throws IOException {
    try (HistoryWriter out = new HistoryWriter(file)) {
      history.replay(out);
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      throw new IOException("cannot write " + file + ": " + cause.getMessage(), cause);
    }
  }

  /**
   * Reads a file.
   *
   * @throws UnreadableHistoryException naming the first line that is not as it should be
   */
  @Override
  public void replay(HistorySink sink) {
    read(in -> {
      long number = 1;
      HistoryLine line = header(in);
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        number++;
        boolean ended = line instanceof HistoryLine.End;
        line = parse(text, number);
        check(line, number, ended);
        read(line, number).accept(sink);
      }
      if (!(line instanceof HistoryLine.End)) {
        throw new UnreadableHistoryException(file + " has no last line: it was cut off after line " + number);
      }
      return line;
    });
  }

  @Override
  public int version() {
    return read(this::header).version();
  }

  /** What is done with a file that is open. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(BufferedReader lines) throws IOException;
  }

  private <T> T read(Reading<T> reading) {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      return reading.of(in);
    } catch (CharacterCodingException e) {
      throw new UnreadableHistoryException(file + " is not text: it holds no history", e);
    } catch (IOException e) {
      throw new UnreadableHistoryException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private HistoryLine.Header header(BufferedReader in) throws IOException {
    String text = in.readLine();
    if (text == null) {
      throw new UnreadableHistoryException(file + " is empty: it holds no history");
    }
    if (!(parse(text, 1) instanceof HistoryLine.Header header)) {
      throw new UnreadableHistoryException(at(1) + ": a history begins with a header; is this the whole file?");
    }
    if (header.version() < OLDEST_VERSION || header.version() > HistoryWriter.VERSION) {
      throw new UnreadableHistoryException(
          file + " has version " + header.version() + ", this program reads versions " + OLDEST_VERSION + " to " + HistoryWriter.VERSION);
    }
    return header;
  }

  /** {@inheritDoc} It is the SHA-256 of the file, as other tools give it. */
  @Override
  public String digest() {
    MessageDigest digest = HistoryDigest.sha256();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      Files.copy(file, out);
    } catch (IOException e) {
      throw new UnreadableHistoryException("cannot read " + file + ": " + e.getMessage(), e);
    }
    return HistoryDigest.told(digest);
  }

  private HistoryLine parse(String text, long number) {
    try {
      HistoryLine line = LINE.readValue(text);
      if (line != null) {
        return line;
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableHistoryException(at(number) + " is not a line of history: " + firstLine(e), e);
    }
    throw new UnreadableHistoryException(at(number) + " is not a line of history");
  }

  private void check(HistoryLine line, long number, boolean ended) {
    if (line instanceof HistoryLine.Header) {
      throw new UnreadableHistoryException(at(number) + " is a second header");
    }
    if (ended) {
      throw new UnreadableHistoryException(at(number) + " follows the last line");
    }
  }

  private Consumer<HistorySink> read(HistoryLine line, long number) {
    try {
      return line.read();
    } catch (RuntimeException e) {
      throw new UnreadableHistoryException(at(number) + " is not a line of history: " + e.getMessage(), e);
    }
  }

  private String at(long number) {
    return file + " line " + number;
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
