package dev.sluice.adapters.service;

import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.Settings;
import dev.sluice.contract.UnusableSettingsException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From arguments and settings to a running service, or to the message and exit code that say why not. */
final class ServiceStart {
  /** What is done with a service once it runs; returns its exit code. */
  @FunctionalInterface
  interface Life {
    int of(RunningService service) throws InterruptedException;
  }

  private final ServiceKind kind;
  private final List<SettingSource> sources;
  private final PrintStream out;
  private final PrintStream err;

  ServiceStart(ServiceKind kind, List<SettingSource> sources, PrintStream out, PrintStream err) {
    this.kind = kind;
    this.sources = sources;
    this.out = out;
    this.err = err;
  }

  int start(String[] arguments, ServiceStarter starter, Life life) {
    if (List.of(arguments).contains("--help")) {
      out.print(help());
      return ExitCode.DONE;
    }
    if (arguments.length > 0) {
      err.println("the " + kind.label() + " takes no arguments but --help, got " + String.join(" ", arguments)
          + ": settings come from the environment");
      return ExitCode.UNUSABLE;
    }
    try {
      Settings settings = Settings.of(kind, sources);
      ServiceLog.open(kind, settings.text(Setting.LOG_LEVEL));
      return life.of(starter.start(settings));
    } catch (UnusableSettingsException e) {
      err.println(e.getMessage());
      return ExitCode.UNUSABLE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    } catch (Exception | Error e) {
      err.println("the " + kind.label() + " failed: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
      Logger log = LoggerFactory.getLogger(ServiceStart.class);
      log.error("{} failed", kind.label(), e);
      return ExitCode.FAILED;
    }
  }

  private String help() {
    String settings = Arrays.stream(Setting.values())
        .filter(setting -> setting.isReadBy(kind))
        .map(setting -> "  " + setting.key() + " (" + setting.type().form() + ", "
            + setting.defaultText().map(text -> "default " + text).orElse("required") + ")\n      " + setting.reason() + "\n")
        .collect(Collectors.joining());
    return "Sluice " + kind.label() + ": a service of a Sluice stack. It runs until SIGTERM, then drains and exits with 0.\n"
        + "Exit codes: 0 done, 1 failed, 2 unusable settings.\n\nSettings, read from the environment:\n" + settings;
  }
}
