package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.client.CoordinatorUnreachableException;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.Pause;
import java.io.PrintWriter;
import java.time.Duration;

/** Waits for the end of a run, past a coordinator that is away for a while: the run goes on without it. */
final class RunEnd {
  private static final Duration ASK_AGAIN = Duration.ofMillis(500);
  private static final int UNAVAILABLE = 503;

  private final CoordinatorClient client;
  private final RunId run;
  private final PrintWriter err;
  private final Pause pause;

  RunEnd(CoordinatorClient client, RunId run, PrintWriter err, Pause pause) {
    this.client = client;
    this.run = run;
    this.err = err;
    this.pause = pause;
  }

  /**
   * Waits.
   *
   * @return not terminal if the time was over first
   * @throws UserError if the coordinator was away when the time was over
   */
  RunResult await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean told = false;
    while (true) {
      try {
        return client.result(run, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      } catch (CoordinatorUnreachableException | ApiException e) {
        if (e instanceof ApiException refused && refused.problem().status() != UNAVAILABLE) {
          throw e;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new UserError(CliExit.UNAVAILABLE, e.getMessage() + "\nthe run goes on: see 'sluice run show " + run + "'");
        }
        if (!told) {
          err.println(e.getMessage() + "; asking on");
          told = true;
        }
        pause.pause(Duration.ofNanos(Math.min(left, ASK_AGAIN.toNanos())));
      }
    }
  }
}
