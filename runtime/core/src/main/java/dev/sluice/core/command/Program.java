package dev.sluice.core.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A program and how it is to be run. Immutable; the methods return changed copies.
 *
 * @param words program and arguments; the program is a path or is found by the worker's PATH
 * @param script a file that comes with the job's jar and is the last argument; empty for none
 * @param environment variables that it sees besides the worker's own, of which those named {@code SLUICE_*} are kept from it, since
 *     they are the platform's settings and among them is the way to its database
 * @param folder working directory; empty for the worker's
 * @param grace how long it may take to end when it is told to (SIGTERM) before it is killed, {@link #DEFAULT_GRACE} by default
 * @param outputLimit in bytes; a result that is larger ends it, {@value #DEFAULT_OUTPUT_LIMIT} by default
 */
public record Program(
    List<String> words, Optional<Script> script, Map<String, String> environment, Optional<Path> folder, Duration grace, long outputLimit) {
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);
  public static final long DEFAULT_OUTPUT_LIMIT = 64L << 20;

  public Program {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
    if (words.isEmpty() || words.get(0).isBlank()) {
      throw new IllegalArgumentException("a command begins with a program, got " + words);
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative, got " + grace);
    }
    if (outputLimit < 1 || outputLimit > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("outputLimit must be 1 to " + (Integer.MAX_VALUE - 8) + ", got " + outputLimit);
    }
  }

  /** A program that the worker's machine has. */
  public static Program of(String... words) {
    return new Program(List.of(words), Optional.empty(), Map.of(), Optional.empty(), DEFAULT_GRACE, DEFAULT_OUTPUT_LIMIT);
  }

  /**
   * A script from the job's own jar, run by an interpreter that the worker's machine has: {@code python3 SCRIPT}.
   *
   * @param beside the class beside which the resource lies
   * @param resource file name, for example {@code train.py}
   * @param interpreter program and arguments that go before the script
   * @throws IllegalArgumentException if there is no such resource
   */
  public static Program script(Class<?> beside, String resource, String... interpreter) {
    return new Program(
        List.of(interpreter), Optional.of(Script.read(beside, resource)), Map.of(), Optional.empty(), DEFAULT_GRACE, DEFAULT_OUTPUT_LIMIT);
  }

  /** Lets it see one more variable. */
  public Program with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(variable, value);
    return new Program(words, script, more, folder, grace, outputLimit);
  }

  /** Starts it in this folder. */
  public Program in(Path workingFolder) {
    return new Program(words, script, environment, Optional.of(workingFolder), grace, outputLimit);
  }

  /** Gives it this time to end in when it is told to. */
  public Program grace(Duration time) {
    return new Program(words, script, environment, folder, time, outputLimit);
  }

  /** Lets its result have so many bytes. */
  public Program outputLimit(long bytes) {
    return new Program(words, script, environment, folder, grace, bytes);
  }

  /** What decides what it does, as text: part of the version of a job that runs it. */
  public String version() {
    return words + " " + script.map(Script::digest).orElse("") + " " + new TreeMap<>(environment) + " " + folder.map(Path::toString).orElse("");
  }

  /** The name by which messages call it: the script's, or the program's. */
  public String name() {
    return script.map(Script::name).orElse(words.get(0));
  }

  /** The words to start, with the script where it lies for this run. */
  List<String> commandLine(Path unpacked) {
    List<String> line = new ArrayList<>(words);
    line.add(unpacked.toString());
    return line;
  }
}
