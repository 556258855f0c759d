package dev.sluice.tests.benchmark;

import dev.sluice.contract.Setting;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.submit.RunOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Runs submitted in bulk through the HTTP API of a coordinator that is a process of its own, and the same by the library beside it. */
final class Api implements Scenario {
  private static final int CALLERS = 4;
  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final int runs;
  private final int warmUps;

  /**
   * Makes the scenario.
   *
   * @param runs of a round, rounded to whole batches for each caller
   * @param warmUps rounds that are not counted
   */
  Api(int runs, int warmUps) {
    this.runs = Math.max(1, runs / BATCH / CALLERS) * BATCH * CALLERS;
    this.warmUps = warmUps;
  }

  @Override
  public String name() {
    return "api";
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    List<Double> accepted = new ArrayList<>();
    List<Double> efforts = new ArrayList<>();
    List<Double> byTheLibrary = new ArrayList<>();
    try (Platform platform = new Platform(stand, "api", Platform.WINDOW.size(), JobRegistry.discover())) {
      int port = freePort();
      Map<String, String> settings = platform.settings();
      settings.put(Setting.HTTP_PORT.key(), String.valueOf(port));
      try (ServiceProcess coordinator = ServiceProcess.start(Images.find(), "coordinator", List.of(), settings)) {
        CoordinatorClient client = new CoordinatorClient(URI.create("http://127.0.0.1:" + port));
        Await.until(client::isReady, LOOK, PATIENCE, () -> "the coordinator is not ready; its log is " + coordinator.log());
        List<SubmitRequest> requests = Collections.nCopies(BATCH, SubmitRequest.of("no-op", Map.of()));
        List<RunOrder> orders = Collections.nCopies(BATCH, RunOrder.of("no-op", "{}"));
        for (int round = -warmUps; round < rounds; round++) {
          double before = coordinator.processorSeconds();
          double throughTheApi = perSecond(() -> client.submitAll(requests));
          double effort = (coordinator.processorSeconds() - before) * 1e6 / runs;
          double library = perSecond(() -> platform.submitter.submitAll(orders));
          if (round >= 0) {
            accepted.add(throughTheApi);
            efforts.add(effort);
            byTheLibrary.add(library);
          }
        }
      }
    }
    String how = " in batches of " + BATCH + ", " + CALLERS + " callers";
    return List.of(
        new Figure("runs accepted by the API" + how, "runs/s", accepted),
        new Figure("processor time of the coordinator for each", "µs", efforts),
        new Figure("runs accepted by the library" + how + ", between them", "runs/s", byTheLibrary));
  }

  private double perSecond(Clocked.Work batch) throws Exception {
    return Clocked.perSecond(runs, () -> Together.run(CALLERS, number -> {
      for (int done = 0; done < runs / CALLERS; done += BATCH) {
        batch.run();
      }
    }));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
