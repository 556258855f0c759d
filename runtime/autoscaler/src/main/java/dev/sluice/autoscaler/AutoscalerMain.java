package dev.sluice.autoscaler;

import dev.sluice.adapters.service.ServiceMain;
import dev.sluice.contract.ServiceKind;

/** The autoscaler's process. */
public final class AutoscalerMain {
  private AutoscalerMain() {}

  /** Keeps the worker pools in size with the settings of the environment until SIGTERM; see {@code --help}. */
  public static void main(String[] arguments) {
    ServiceMain.run(ServiceKind.AUTOSCALER, arguments, AutoscalerService::start);
  }
}
