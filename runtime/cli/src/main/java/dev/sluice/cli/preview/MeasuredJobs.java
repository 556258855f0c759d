package dev.sluice.cli.preview;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.infra.preview.price.JobAssumptions;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryFile;
import dev.sluice.simulator.history.HistorySource;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How many attempts jobs made and how long each held a slot, by a recorded history: from its lease to whatever ended it. */
final class MeasuredJobs {
  private static final Set<EventType> ENDS = EnumSet.of(EventType.OP_SUCCEEDED, EventType.OP_FAILED, EventType.OP_RETRIED,
      EventType.OP_LEASE_LOST, EventType.OP_RELEASED, EventType.OP_CANCELED);

  private final Map<OneAttempt, Instant> leased = new HashMap<>();
  private final Set<RunId> runs = new HashSet<>();
  private Duration held = Duration.ZERO;
  private int attempts;

  private record OneAttempt(RunId run, String op, int attempt) {}

  private MeasuredJobs(HistorySource history) {
    History.of(history).events().forEach(this::take);
  }

  /**
   * Reads a history.
   *
   * @throws UserError if there is no such file, or no attempt in it has ended
   */
  static JobAssumptions in(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserError(CliExit.USAGE, "there is no file " + file);
    }
    return of(new HistoryFile(file), file.getFileName().toString());
  }

  static JobAssumptions of(HistorySource history, String name) {
    MeasuredJobs measured = new MeasuredJobs(history);
    if (measured.attempts == 0 || measured.held.isZero()) {
      throw new UserError(CliExit.USAGE, "--durations = " + name + ": no op has run in this history, so that nothing is measured");
    }
    BigDecimal opsPerJob =
        BigDecimal.valueOf(measured.attempts).divide(BigDecimal.valueOf(measured.runs.size()), MathContext.DECIMAL32);
    return new JobAssumptions(opsPerJob, measured.held.dividedBy(measured.attempts),
        Optional.of(name + " (" + measured.runs.size() + " jobs, " + measured.attempts + " attempts)"));
  }

  private void take(RunEvent event) {
    if (event.opKey() == null) {
      return;
    }
    OneAttempt attempt = new OneAttempt(event.runId(), event.opKey(), event.attempt());
    if (event.type() == EventType.OP_LEASED) {
      leased.put(attempt, event.at());
    } else if (ENDS.contains(event.type()) && leased.containsKey(attempt)) {
      held = held.plus(Duration.between(leased.remove(attempt), event.at()));
      attempts++;
      runs.add(event.runId());
    }
  }
}
