package dev.sluice.localstack.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small shell process that outlives this one by a moment: when its standard input ends, it kills the children that are left and
 * deletes the state folder. The operating system closes that input whatever ends this process, a SIGKILL too.
 *
 * <p>If the guardian itself is killed, another takes its place. Safe for any thread.
 */
public final class Guardian implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Guardian.class);

  private final StateFolder folder;
  private Process process;
  private boolean closed;

  private Guardian(StateFolder folder) {
    this.folder = folder;
    this.process = launch();
  }

  /** Starts guarding a folder and the processes whose ids stand in it. */
  public static Guardian start(StateFolder folder) {
    Guardian guardian = new Guardian(folder);
    guardian.replaceWhenKilled(guardian.process);
    return guardian;
  }

  private void replaceWhenKilled(Process watched) {
    watched.onExit().thenAccept(ended -> {
      synchronized (this) {
        if (!closed) {
          LOG.warn("the guardian of {} was killed; starting another", folder.path());
          process = launch();
          replaceWhenKilled(process);
        }
      }
    });
  }

  private Process launch() {
    try {
      // Outside the folder's own subtree of processes and in a session of its own: a Ctrl-C at the terminal does not reach it.
      ProcessBuilder builder = new ProcessBuilder(Sessions.ofItsOwn("/bin/sh", "-c", script()));
      builder.directory(Path.of("/").toFile());
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
      Process started = builder.start();
      OutputStream input = started.getOutputStream();
      input.write((folder.path() + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("the guardian of " + folder.path() + " could not be started", e);
    }
  }

  private static String script() throws IOException {
    try (InputStream script = Objects.requireNonNull(Guardian.class.getResourceAsStream("guardian.sh"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the process id of the guardian at work. */
  public synchronized long pid() {
    return process.pid();
  }

  /** Lets the guardian go: if the folder is gone there is nothing to guard, else it does its work now. */
  @Override
  public void close() {
    Process last;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      last = process;
    }
    try (OutputStream input = last.getOutputStream()) {
      if (!Files.exists(folder.path())) {
        input.write("released\n".getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      LOG.debug("the guardian of {} was gone before it was released", folder.path(), e);
    }
    last.onExit().join();
  }
}
