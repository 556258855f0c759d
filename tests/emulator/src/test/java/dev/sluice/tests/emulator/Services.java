package dev.sluice.tests.emulator;

import dev.sluice.contract.Setting;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.localstack.ecs.Image;
import dev.sluice.localstack.ecs.ImageStore;
import dev.sluice.localstack.process.FreePorts;
import dev.sluice.tests.emulator.Processes.Running;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The real coordinator and the real worker, as their images start them, told what their registered task definitions say. Without
 * Docker MiniStack keeps of an ECS service and of an RDS instance no more than their description, so that the test starts the
 * processes in place of ECS, and replaces address and user of the database by those of a PostgreSQL of its own.
 */
final class Services implements AutoCloseable {
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final Processes processes;
  private final Map<String, String> common = new TreeMap<>();
  private final FreePorts ports = new FreePorts();
  private final Deque<Running> started = new ArrayDeque<>();

  /**
   * Prepares what both services see beside their task definitions.
   *
   * @param database address, user and password of the PostgreSQL that stands in for RDS, by setting
   */
  Services(Processes processes, URI endpoint, Map<Setting, String> database) {
    this.processes = processes;
    database.forEach((setting, text) -> common.put(setting.key(), text));
    // As ECS and emulators of it do in every container.
    common.putAll(Map.of(
        "PATH", System.getenv("PATH"),
        "AWS_ENDPOINT_URL", endpoint.toString(),
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", "test",
        "AWS_SECRET_ACCESS_KEY", "test"));
  }

  /** Starts a coordinator and waits until it takes runs. */
  CoordinatorClient startCoordinator(Map<String, String> environment) {
    return processes.startUntilReady("the coordinator", () -> {
      int port = ports.next();
      Running running = start("coordinator", port, environment);
      CoordinatorClient client = new CoordinatorClient(URI.create("http://127.0.0.1:" + port));
      return new Processes.Attempt<>(running, client, client::isReady);
    });
  }

  /** Starts a worker. */
  void startWorker(Map<String, String> environment) throws IOException {
    start("worker", 0, environment);
  }

  private Running start(String name, int httpPort, Map<String, String> environment) throws IOException {
    Image image = new ImageStore(Checkout.IMAGES).find(name);
    Map<String, String> variables = new TreeMap<>(environment);
    variables.putAll(common);
    variables.putAll(image.environment());
    variables.put(Setting.HTTP_PORT.key(), Integer.toString(httpPort));
    List<String> command = new ArrayList<>(image.entryPoint());
    command.addAll(image.command());
    command.set(0, JAVA);
    Running running = processes.start(image.workingFolder(), variables, command);
    started.push(running);
    return running;
  }

  /** Ends them at once, the last one first. */
  @Override
  public void close() {
    started.forEach(running -> {
      running.process().kill();
      running.process().exit().join();
    });
  }
}
