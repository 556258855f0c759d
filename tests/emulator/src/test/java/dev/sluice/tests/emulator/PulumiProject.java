package dev.sluice.tests.emulator;

import dev.sluice.tests.emulator.Processes.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * This checkout's Pulumi project in a folder of its own, driven by the real CLI: state in a temporary folder, a throwaway passphrase,
 * and nothing of what the user has set for Pulumi or AWS.
 */
final class PulumiProject {
  static final String STACK = "localstack";
  /** So long that only a command that hangs exceeds it. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Processes processes;
  private final Path pulumi;
  private final Path folder;
  private final Map<String, String> environment;

  private PulumiProject(Processes processes, Path pulumi, Path folder, Map<String, String> environment) {
    this.processes = processes;
    this.pulumi = pulumi;
    this.folder = folder;
    this.environment = environment;
  }

  /** What a command of the CLI came to. */
  record Result(int exitCode, String output, Duration took) {
    Result orFail() {
      if (exitCode != 0) {
        throw new AssertionError("pulumi ended with exit code " + exitCode + ":\n" + output);
      }
      return this;
    }
  }

  /** Copies the project file and the stack file, and makes the stack. */
  static PulumiProject create(Processes processes, Tools tools, String name, URI endpoint) throws IOException {
    Path folder = processes.folder(name);
    for (String file : List.of("Pulumi.yaml", "Pulumi." + STACK + ".yaml")) {
      Files.copy(Checkout.ROOT.resolve(file), folder.resolve(file));
    }
    // The project file names the program relative to itself.
    Files.createSymbolicLink(folder.resolve("infra"), Checkout.ROOT.resolve("infra"));
    PulumiProject project = new PulumiProject(processes, tools.pulumi(), folder, environment(processes, tools, name, endpoint));
    project.run("stack", "init", STACK).orFail();
    return project;
  }

  private static Map<String, String> environment(Processes processes, Tools tools, String name, URI endpoint) throws IOException {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.keySet().removeIf(key -> key.startsWith("PULUMI_") || key.startsWith("AWS_") || key.startsWith("TF_"));
    Path java = Path.of(System.getProperty("java.home"), "bin");
    environment.merge("PATH", java + ":" + tools.pulumi().getParent(), (path, first) -> first + ":" + path);
    environment.put("PULUMI_HOME", home(processes, name).toString());
    environment.put("PULUMI_BACKEND_URL", processes.folder(name + "-state").toUri().toString());
    environment.put("PULUMI_CONFIG_PASSPHRASE", "throwaway");
    environment.put("PULUMI_SKIP_UPDATE_CHECK", "true");
    environment.put("PULUMI_ENABLE_STREAMING_JSON_PREVIEW", "true");
    environment.put("AWS_ENDPOINT_URL", endpoint.toString());
    // Files that do not exist, so that no profile of the user's is read.
    environment.put("AWS_CONFIG_FILE", processes.folder(name + "-home").resolve("no-aws-config").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", processes.folder(name + "-home").resolve("no-aws-credentials").toString());
    return environment;
  }

  /** A home without credentials or settings, but with the plugins that the user has: each is a download of 100 MB. */
  private static Path home(Processes processes, String name) throws IOException {
    Path home = processes.folder(name + "-home");
    Path plugins = Path.of(System.getProperty("user.home"), ".pulumi", "plugins");
    if (Files.isDirectory(plugins) && !Files.exists(home.resolve("plugins"))) {
      Files.createSymbolicLink(home.resolve("plugins"), plugins);
    }
    return home;
  }

  /** Returns the same project seen with another value of a variable. */
  PulumiProject with(String variable, String value) {
    Map<String, String> changed = new TreeMap<>(environment);
    changed.put(variable, value);
    return new PulumiProject(processes, pulumi, folder, changed);
  }

  /** Returns the same project seen without a variable. */
  PulumiProject without(String variable) {
    Map<String, String> changed = new TreeMap<>(environment);
    changed.remove(variable);
    return new PulumiProject(processes, pulumi, folder, changed);
  }

  /** Sets keys of the stack's configuration, as {@code pulumi config set-all} does. */
  void configure(Map<String, String> values) {
    List<String> command = new ArrayList<>(List.of("config", "set-all", "--stack", STACK));
    new TreeMap<>(values).forEach((key, value) -> command.addAll(List.of("--plaintext", key + "=" + value)));
    run(command.toArray(String[]::new)).orFail();
  }

  /** Runs a command that works on the stack and reads its events. */
  Update update(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("--stack", STACK, "--json"));
    return Update.of(run(words.toArray(String[]::new)));
  }

  /** Runs a command to its end. */
  Result run(String... command) {
    long start = System.nanoTime();
    Running running = start(command);
    int exitCode = await(running, command);
    return new Result(exitCode, read(running.log()), Duration.ofNanos(System.nanoTime() - start));
  }

  private static int await(Running running, String... command) {
    try {
      return running.process().exit().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      running.process().kill();
      throw new AssertionError(
          "pulumi " + String.join(" ", command) + " is not done after " + PATIENCE + ":\n" + read(running.log()), e);
    } catch (ExecutionException e) {
      throw new AssertionError("waiting for the end of a process does not fail", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Starts a command. */
  Running start(String... command) {
    List<String> words = new ArrayList<>(List.of(pulumi.toString()));
    words.addAll(List.of(command));
    words.addAll(List.of("--non-interactive", "--color", "never"));
    try {
      return processes.start(folder, environment, words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns where the backend keeps a file for each update that is under way. */
  Path locks() {
    return Path.of(URI.create(environment.get("PULUMI_BACKEND_URL"))).resolve(".pulumi/locks");
  }
}
