package dev.sluice.core.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a program: a text goes to its standard input, and what it writes on standard output is the answer. Each of its pipes has
 * a thread of its own, so that none that is full holds up the others. Used once, by one thread.
 */
public final class ProgramCall {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramCall.class);
  private static final String OURS = "SLUICE_";
  /** What a program wrote before its end is read after it; only what it started and left behind can hold a pipe open for longer. */
  private static final long PATIENCE_AFTER_THE_END = 5;

  private final Program program;
  private final Map<String, String> variables;
  private final ErrorLines errors;
  private byte[] output = new byte[0];
  private volatile boolean tooLarge;

  /**
   * Prepares a call; nothing runs yet.
   *
   * @param variables what the program sees of the call in its environment
   * @param errorLine is given each line of standard error, on a thread of its own
   */
  public ProgramCall(Program program, Map<String, String> variables, Consumer<String> errorLine) {
    this.program = program;
    this.variables = variables;
    this.errors = new ErrorLines(errorLine);
  }

  /**
   * Runs the program until it ends. Interrupted, it ends the program and all that it has started, and returns only when they are gone.
   *
   * @return what it wrote on standard output
   * @throws ProgramException if it yields no result
   * @throws IOException if the machine cannot start a process now, or cannot take its script
   * @throws InterruptedException if it was interrupted; the program is gone
   */
  public String run(String input) throws ProgramException, IOException, InterruptedException {
    if (program.script().isEmpty()) {
      return run(program.words(), input);
    }
    try (UnpackedScript script = program.script().get().unpack()) {
      return run(program.commandLine(script.file()), input);
    }
  }

  private String run(List<String> words, String input) throws ProgramException, IOException, InterruptedException {
    Process process = start(words);
    pipe("input", () -> feed(process.getOutputStream(), input.getBytes(StandardCharsets.UTF_8)));
    Thread out = pipe("output", () -> listen(process));
    Thread err = pipe("errors", () -> errors.read(process.getErrorStream()));
    int exitCode;
    try {
      exitCode = process.waitFor();
      boolean closed = joined(out) && joined(err);
      if (!closed && exitCode == 0) {
        throw new UnusableProgramException(program.name() + " has ended, but something that it started still holds its output: let a program wait for what it starts");
      }
    } catch (InterruptedException e) {
      new ProcessTree(process.toHandle()).end(program.grace());
      throw e;
    }
    if (tooLarge) {
      throw new UnusableProgramException(program.name() + " wrote more than the " + program.outputLimit()
          + " bytes allowed on standard output: let it write a reference to its result, or raise its outputLimit");
    }
    if (exitCode != 0) {
      throw new FailedProgramException(program.name(), exitCode, errors.last());
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(output)).toString();
    } catch (CharacterCodingException e) {
      throw new UnusableProgramException(program.name() + " wrote on standard output what is not UTF-8: let it write its JSON in UTF-8");
    }
  }

  private Process start(List<String> words) throws ProgramException, IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith(OURS));
    builder.environment().putAll(variables);
    builder.environment().putAll(program.environment());
    if (program.folder().isPresent()) {
      Path folder = program.folder().get();
      if (!Files.isDirectory(folder)) {
        throw new UnusableProgramException("the working folder " + folder + " of " + program.name() + " does not exist on this worker");
      }
      builder.directory(folder.toFile());
    }
    try {
      return builder.start();
    } catch (IOException e) {
      if (!isThere(program.words().get(0))) {
        throw new UnusableProgramException("there is no program \"" + program.words().get(0)
            + "\" on this worker: add it to the worker's image, or give the op a queue whose workers have it");
      }
      throw e; // out of processes or memory, for example
    }
  }

  private static boolean isThere(String word) {
    if (word.contains("/")) {
      return Files.isExecutable(Path.of(word));
    }
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return List.of(path.split(Pattern.quote(File.pathSeparator))).stream()
        .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, word)));
  }

  private static void feed(OutputStream stream, byte[] input) throws IOException {
    try (stream) {
      stream.write(input);
    }
  }

  private void listen(Process process) throws IOException {
    InputStream stream = process.getInputStream();
    byte[] read = stream.readNBytes((int) program.outputLimit());
    if (stream.read() >= 0) {
      tooLarge = true;
      new ProcessTree(process.toHandle()).end(program.grace());
    } else {
      output = read;
    }
  }

  private boolean joined(Thread thread) throws InterruptedException {
    TimeUnit.SECONDS.timedJoin(thread, PATIENCE_AFTER_THE_END);
    return !thread.isAlive();
  }

  /** What one of the pipes needs done. */
  private interface Work {
    void run() throws IOException;
  }

  private Thread pipe(String name, Work work) {
    Thread thread = new Thread(() -> {
      try {
        work.run();
      } catch (IOException e) {
        // A program need not read its task, and one that is killed breaks its pipes.
        LOG.debug("the {} of {} ended early: {}", name, program.name(), e.getMessage());
      }
    }, "command-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
