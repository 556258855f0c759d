package dev.sluice.worker;

import dev.sluice.adapters.service.ServiceMain;
import dev.sluice.contract.ServiceKind;

/** The worker's process. */
public final class WorkerMain {
  private WorkerMain() {}

  /** Runs a worker with the settings of the environment until SIGTERM; see {@code --help}. */
  public static void main(String[] arguments) {
    ServiceMain.run(ServiceKind.WORKER, arguments, WorkerService::start);
  }
}
