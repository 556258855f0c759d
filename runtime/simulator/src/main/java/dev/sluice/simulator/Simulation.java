package dev.sluice.simulator;

import dev.sluice.adapters.service.ExitCode;
import dev.sluice.adapters.service.RunningService;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.time.Pause;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.report.LoadReport;
import dev.sluice.simulator.report.ReportText;
import dev.sluice.simulator.scenario.Load;
import dev.sluice.simulator.scenario.MixedLoad;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import dev.sluice.simulator.verify.Findings;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One load from submit to verdict. {@link #awaitEnd} does the work in the caller's thread. */
final class Simulation implements RunningService {
  private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final CoordinatorClient coordinator;
  private final MixedLoad mixedLoad;
  private final Pause pause;
  private final PrintStream out;

  Simulation(CoordinatorClient coordinator, MixedLoad mixedLoad, Pause pause, PrintStream out) {
    this.coordinator = coordinator;
    this.mixedLoad = mixedLoad;
    this.pause = pause;
    this.out = out;
  }

  @Override
  public int awaitEnd() throws InterruptedException {
    LOG.info("submitting {}", mixedLoad);
    Load load = new Load(coordinator, InstantSource.system(), pause);
    load.submit(mixedLoad.requests());
    boolean ended = load.awaitEnd(TIMEOUT, progress -> LOG.debug("{} of {} runs ended", progress.ended(), progress.accepted()));
    History history = HistoryExport.ofOnly(coordinator, load.accepted());
    Findings findings = ExactlyOnceCheck.check(history);
    out.print(ReportText.table(ReportText.lines(LoadReport.of(history))));
    findings.violations().forEach(violation -> LOG.error("{}", violation));
    LOG.info("{}: {} op executions, {} with exactly one committed result, {} violations", ended ? "ended" : "gave up waiting",
        findings.ops(), findings.committed(), findings.violations().size());
    return ended && findings.hold() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Has nothing to hand over: what was submitted goes on without the simulator. */
  @Override
  public void drain() {
    LOG.info("called off; what was submitted goes on");
  }
}
