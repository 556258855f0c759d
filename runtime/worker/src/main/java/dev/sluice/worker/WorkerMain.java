package dev.sluice.worker;

import dev.sluice.adapters.service.ServiceMain;
import dev.sluice.contract.ServiceKind;
import dev.sluice.core.fault.Faults;

/** The worker's process. */
public final class WorkerMain {
  private WorkerMain() {}

  /** Runs a worker with the settings of the environment until SIGTERM; see {@code --help}. */
  public static void main(String[] arguments) {
    run(arguments, Faults.NONE);
  }

  /** Does what {@link #main} does, and dies where it is told to: how the crash suite runs a real worker. */
  public static void run(String[] arguments, Faults faults) {
    ServiceMain.run(ServiceKind.WORKER, arguments, settings -> WorkerService.start(settings, faults));
  }
}
