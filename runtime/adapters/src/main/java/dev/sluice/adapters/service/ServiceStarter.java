package dev.sluice.adapters.service;

import dev.sluice.contract.Settings;

/** Builds and starts a service from its settings. What it throws ends the process with {@link ExitCode#FAILED}. */
@FunctionalInterface
public interface ServiceStarter {
  RunningService start(Settings settings) throws Exception;
}
