package dev.sluice.simulator;

import dev.sluice.adapters.service.ServiceMain;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.time.Pause;
import dev.sluice.simulator.scenario.MixedLoad;
import java.security.SecureRandom;

/** Entry point of the simulator's image. */
public final class SimulatorMain {
  private static final int FAST = 60;
  private static final int SLOW = 6;
  /** Fast jobs take 0.4 s and slow ones 6 s. */
  private static final double TIME_SCALE = 0.02;

  private SimulatorMain() {}

  public static void main(String[] arguments) {
    ServiceMain.run(ServiceKind.SIMULATOR, arguments, settings -> {
      long seed = new SecureRandom().nextInt() & 0xFFFFFFFFL;
      MixedLoad load = new MixedLoad("simulation-" + Long.toHexString(seed), FAST, SLOW, TIME_SCALE, seed);
      return new Simulation(new CoordinatorClient(settings.url(Setting.COORDINATOR_URL)), load, Pause.REAL, System.out);
    });
  }
}
