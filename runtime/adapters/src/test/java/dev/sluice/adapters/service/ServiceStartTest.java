package dev.sluice.adapters.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ServiceStartTest {
  private static final Map<String, String> USABLE = Map.of("SLUICE_COORDINATOR_URL", "http://localhost:8080");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int start(ServiceKind kind, Map<String, String> environment, ServiceStarter starter, String... arguments) {
    List<SettingSource> sources = List.of(new SettingSource("environment", environment));
    return new ServiceStart(kind, sources, new PrintStream(out, true), new PrintStream(err, true))
        .start(arguments, starter, RunningService::awaitEnd);
  }

  private static RunningService endingWith(int exitCode) {
    return new RunningService() {
      @Override
      public void drain() {}

      @Override
      public int awaitEnd() {
        return exitCode;
      }
    };
  }

  @Test
  void helpNamesEverySettingOfTheServiceAndExitsWithZero() {
    int code = start(ServiceKind.WORKER, Map.of(), settings -> endingWith(9), "--help");

    assertThat(code).isZero();
    for (Setting setting : Setting.values()) {
      assertThat(out.toString().contains(setting.key() + " (")).as(setting.key()).isEqualTo(setting.isReadBy(ServiceKind.WORKER));
    }
  }

  @Test
  void everyMissingSettingIsNamedAtOnceAndTheExitCodeIsTwo() {
    int code = start(ServiceKind.WORKER, Map.of(), settings -> endingWith(9));

    assertThat(code).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("SLUICE_DATABASE_URL is missing", "SLUICE_QUEUE_URLS is missing");
  }

  @Test
  void anUnknownArgumentIsRefused() {
    int code = start(ServiceKind.SIMULATOR, USABLE, settings -> endingWith(9), "--hepl");

    assertThat(code).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("--hepl");
  }

  @Test
  void anUnknownLogLevelIsRefusedByName() {
    int code = start(ServiceKind.SIMULATOR,
        Map.of("SLUICE_COORDINATOR_URL", "http://localhost:8080", "SLUICE_LOG_LEVEL", "LOUD"), settings -> endingWith(9));

    assertThat(code).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("SLUICE_LOG_LEVEL = \"LOUD\"");
  }

  @Test
  void theLogLevelDecidesWhatIsLogged() {
    assertThat(logsInformation("INFO")).isTrue();
    assertThat(logsInformation("ERROR")).isFalse();
  }

  private boolean logsInformation(String level) {
    AtomicBoolean logs = new AtomicBoolean();
    start(ServiceKind.SIMULATOR, Map.of("SLUICE_COORDINATOR_URL", "http://localhost:8080", "SLUICE_LOG_LEVEL", level), settings -> {
      logs.set(LoggerFactory.getLogger("dev.sluice").isInfoEnabled());
      return endingWith(0);
    });
    return logs.get();
  }

  @Test
  void aServiceThatCannotStartSaysWhyAndExitsWithOne() {
    int code = start(ServiceKind.SIMULATOR, USABLE, settings -> {
      throw new java.net.BindException("port 8080 is taken");
    });

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("simulator failed: port 8080 is taken");
  }

  @Test
  void aServiceWhoseJobsCannotBeLoadedSaysWhyAndExitsWithOne() {
    int code = start(ServiceKind.SIMULATOR, USABLE, settings -> {
      throw new ServiceConfigurationError("JobSource: Provider com.example.Gone not found");
    });

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("simulator failed: JobSource: Provider com.example.Gone not found");
  }

  @Test
  void aServiceThatEndsByItselfGivesItsOwnExitCode() {
    assertThat(start(ServiceKind.SIMULATOR, USABLE, settings -> endingWith(7))).isEqualTo(7);
  }
}
