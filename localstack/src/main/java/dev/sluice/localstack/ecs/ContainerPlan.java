package dev.sluice.localstack.ecs;

import dev.sluice.localstack.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one container of one task becomes a process: its command, its environment, its ports on this machine and its log.
 * Immutable.
 *
 * <p>A process shares the machine's ports, so each mapped container port gets a free one, and each variable whose name ends in
 * {@code PORT} and whose value is the container port gets that one's number instead. A process has no memory limit of its own, so
 * {@code java} is told the task's.
 */
record ContainerPlan(
    ContainerDefinition definition, Image image, Map<Integer, Integer> ports, Map<String, String> environment, Path folder,
    Path log) {
  private static final String JAVA_HOME = System.getProperty("java.home");
  /** A check is a short life in a small heap. */
  private static final List<String> CHECK_FLAGS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData", "-Xmx24m");

  static ContainerPlan of(ContainerDefinition definition, String taskId, TaskSurroundings surroundings) throws IOException {
    Image image = surroundings.images().find(definition.image());
    Map<Integer, Integer> ports = new LinkedHashMap<>();
    definition.ports().forEach(port -> ports.computeIfAbsent(port, ignored -> surroundings.ports().next()));
    Path folder = surroundings.folder().folder("tasks", taskId, definition.name());
    Path log = surroundings.folder().folder("logs", definition.logGroup().replaceAll("[^A-Za-z0-9_.-]+", "_"))
        .resolve(definition.name() + "-" + taskId + ".log");
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", JAVA_HOME + "/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("HOME", folder.toString());
    environment.put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    environment.put("LANG", "C.UTF-8");
    // A container's host name is its own; processes that share the machine's are told apart by this.
    environment.put("HOSTNAME", taskId);
    environment.putAll(image.environment());
    environment.putAll(surroundings.awsVariables(taskId, definition.name()));
    environment.putAll(definition.environment());
    definition.secrets().forEach((name, from) -> environment.put(name, surroundings.secrets().resolve(from)));
    environment.replaceAll((name, value) -> name.endsWith("PORT") ? hostPort(value, ports) : value);
    return new ContainerPlan(definition, image, ports, environment, folder, log);
  }

  private static String hostPort(String value, Map<Integer, Integer> ports) {
    return ports.entrySet().stream().filter(entry -> entry.getKey().toString().equals(value))
        .map(entry -> entry.getValue().toString()).findFirst().orElse(value);
  }

  /** Returns the container's own program. */
  ChildProcess.Command command(TaskDefinition task) {
    List<String> words = new ArrayList<>(definition.entryPoint().isEmpty() ? image.entryPoint() : definition.entryPoint());
    // As Docker: an entry point of the definition's own makes the image's command meaningless.
    words.addAll(definition.command().isEmpty() && definition.entryPoint().isEmpty() ? image.command() : definition.command());
    int processors = Math.max(1, (task.cpu() + 1023) / 1024);
    List<String> limits = List.of("-XX:MaxRAM=" + task.memory() + "m", "-XX:ActiveProcessorCount=" + processors,
        "-Djava.io.tmpdir=" + environment.get("TMPDIR"));
    return new ChildProcess.Command(withJava(words, limits), environment, workingFolder(), log);
  }

  /** Returns the program that checks the container's health. */
  ChildProcess.Command check(HealthCheck check) {
    return new ChildProcess.Command(withJava(check.words(), CHECK_FLAGS), environment, workingFolder(), log);
  }

  private Path workingFolder() {
    return definition.workingDirectory().map(image.workingFolder()::resolve).orElse(image.workingFolder());
  }

  private static List<String> withJava(List<String> words, List<String> flags) {
    if (words.isEmpty()) {
      throw new InvalidEcsRequestException("neither the image nor the container definition says what to run");
    }
    if (!words.get(0).equals("java")) {
      return words;
    }
    List<String> command = new ArrayList<>(List.of(JAVA_HOME + "/bin/java"));
    command.addAll(flags);
    command.addAll(words.subList(1, words.size()));
    return command;
  }
}
