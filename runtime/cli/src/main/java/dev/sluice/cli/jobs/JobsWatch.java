package dev.sluice.cli.jobs;

import dev.sluice.cli.terminal.Talk;
import dev.sluice.cli.terminal.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a user's jobs now and then. When they have changed and nobody has written to them between two looks, the services start again
 * with them; what cannot be used is told, and the services go on with what they have.
 */
public final class JobsWatch implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 500;

  private final OwnJobs jobs;
  private final Talk talk;
  private final Runnable restart;
  private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(action -> {
    Thread thread = new Thread(action, "jobs-watch");
    thread.setDaemon(true);
    return thread;
  });
  private String last = "";

  /** Makes a watch; {@code restart} starts the services again, and blocks until they have. */
  public JobsWatch(OwnJobs jobs, Talk talk, Runnable restart) {
    this.jobs = jobs;
    this.talk = talk;
    this.restart = restart;
  }

  public void start() {
    looks.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Looks once. What is missing is being built again: the services keep what they have. */
  void look() {
    try {
      String seen = jobs.seen();
      boolean still = seen.equals(last);
      last = seen;
      if (!still || seen.isEmpty() || seen.equals(jobs.taken()) || !jobs.take(seen)) {
        return;
      }
      talk.say(jobs.path() + " has changed: coordinator and workers start again with its jobs " + new TreeSet<>(jobs.names()));
      restart.run();
    } catch (UserError e) {
      talk.say("sluice: " + e.getMessage());
      talk.say("        nothing is started again: the services go on with the jobs that they have");
    } catch (IOException | UncheckedIOException e) {
      last = ""; // files come and go while somebody builds
    } catch (RuntimeException e) {
      talk.say("sluice: starting again with the new jobs failed: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
