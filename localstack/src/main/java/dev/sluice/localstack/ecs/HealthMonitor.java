package dev.sluice.localstack.ecs;

import dev.sluice.localstack.process.ChildProcess;
import dev.sluice.localstack.process.StateFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks one container's health by running its check command, as ECS's agent does; with one difference: until the first success
 * it checks as soon as a mapped port takes connections, and then often, so that a start is seen when it happens. After that it
 * goes by the interval.
 *
 * <p>A container that never was healthy becomes unhealthy when ECS would say so at the latest.
 */
final class HealthMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);
  private static final Duration PORT_PAUSE = Duration.ofMillis(50);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(300);
  private static final int CONNECT_TIMEOUT_MILLISECONDS = 200;
  /** Few at a time: many services that start together must not slow each other down by being asked. */
  private static final ExecutorService CHECKS = Executors.newFixedThreadPool(2, action -> {
    Thread thread = new Thread(action, "ecs-health-check");
    thread.setDaemon(true);
    return thread;
  });

  private final EcsTask task;
  private final EcsContainer container;
  private final HealthCheck check;
  private final ControlThread control;
  private final StateFolder folder;
  private final Instant unhealthyFrom;
  private int failures;

  private HealthMonitor(EcsTask task, EcsContainer container, HealthCheck check, ControlThread control, StateFolder folder) {
    this.task = task;
    this.container = container;
    this.check = check;
    this.control = control;
    this.folder = folder;
    this.unhealthyFrom = Instant.now().plus(check.patience());
  }

  /** Watches a container from now until it ends. Called on the control thread. */
  static void watch(EcsTask task, EcsContainer container, HealthCheck check, ControlThread control, StateFolder folder) {
    new HealthMonitor(task, container, check, control, folder).checkNow();
  }

  private void checkNow() {
    if (container.isRunning() && task.isWanted()) {
      boolean starting = container.health() == Health.UNKNOWN;
      CHECKS.execute(() -> {
        if (starting && !isListening(container.plan().ports().values()) && Instant.now().isBefore(unhealthyFrom)) {
          control.look(PORT_PAUSE, this::checkNow);
        } else {
          boolean healthy = runCheck();
          control.run(() -> checked(healthy));
        }
      });
    }
  }

  private void checked(boolean healthy) {
    if (healthy) {
      failures = 0;
      task.healthOf(container, Health.HEALTHY);
    } else if (container.health() == Health.UNKNOWN) {
      if (Instant.now().isAfter(unhealthyFrom)) {
        task.healthOf(container, Health.UNHEALTHY);
      }
    } else if (++failures >= check.retries()) {
      task.healthOf(container, Health.UNHEALTHY);
    }
    control.look(container.health() == Health.UNKNOWN ? FIRST_PAUSE : check.interval(), this::checkNow);
  }

  private static boolean isListening(Collection<Integer> ports) {
    return ports.isEmpty() || ports.stream().anyMatch(port -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLISECONDS);
        return true;
      } catch (IOException e) {
        return false;
      }
    });
  }

  private boolean runCheck() {
    ChildProcess process = null;
    try {
      process = ChildProcess.start(folder, container.plan().check(check));
      return process.exit().get(check.timeout().toMillis(), TimeUnit.MILLISECONDS) == 0;
    } catch (TimeoutException e) {
      process.kill();
      return false;
    } catch (IOException | ExecutionException e) {
      LOG.warn("the health check of {} could not run: {}", container.definition().name(), e.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
