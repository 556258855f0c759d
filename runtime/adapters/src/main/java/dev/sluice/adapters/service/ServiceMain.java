package dev.sluice.adapters.service;

import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.SettingSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a service process: {@code --help}, settings from the environment, logging, start, and an orderly end on SIGTERM or
 * SIGINT with exit code 0, or 1 for a service that was not up by then, and for a simulator that has not judged.
 */
public final class ServiceMain {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

  private final ServiceKind kind;
  private final AtomicReference<RunningService> running = new AtomicReference<>();
  private volatile int exitCode = ExitCode.FAILED;

  private ServiceMain(ServiceKind kind) {
    this.kind = kind;
  }

  /**
   * Runs a service until it ends or is told to stop, then exits the process. Does not return.
   *
   * @param arguments of {@code main}
   */
  public static void run(ServiceKind kind, String[] arguments, ServiceStarter starter) {
    new ServiceMain(kind).live(arguments, starter);
  }

  private void live(String[] arguments, ServiceStarter starter) {
    // A JVM that a signal ends exits with 128 plus its number; ECS would count that as a crash.
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "shutdown"));
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> LOG.error("thread {} died", thread.getName(), failure));
    ServiceStart start = new ServiceStart(kind, List.of(SettingSource.environment()), System.out, System.err);
    exitCode = start.start(arguments, starter, service -> {
      running.set(service);
      if (kind != ServiceKind.SIMULATOR) { // of a simulator only its verdict says that all is well
        exitCode = ExitCode.DONE;
      }
      LOG.info("{} is up", kind.label());
      return service.awaitEnd();
    });
    System.exit(exitCode);
  }

  private void end() {
    int code = exitCode;
    RunningService service = running.get();
    if (service != null) {
      try {
        LOG.info("{} is stopping", kind.label());
        service.drain();
        LOG.info("{} has stopped", kind.label());
      } catch (RuntimeException | Error e) {
        LOG.error("{} did not stop in good order", kind.label(), e);
        code = ExitCode.FAILED;
      }
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }
}
