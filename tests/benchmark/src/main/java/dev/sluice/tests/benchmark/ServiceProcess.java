package dev.sluice.tests.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A service as a process of its own, started as its image says. Its log goes to a file that a failure points to. */
final class ServiceProcess implements AutoCloseable {
  /** What the local cloud tells the JVM of a service that has 512 MiB and one processor or less; ECS tells it by the container. */
  private static final List<String> CONTAINER = List.of("-XX:MaxRAM=512m", "-XX:ActiveProcessorCount=1");
  private static final double KIBIBYTES_OF_A_MEBIBYTE = 1024;

  private final Process process;

  private final Path log;

  private ServiceProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a service.
   *
   * @param options of the JVM beside those of the image
   * @param settings the environment; nothing else is in it
   */
  static ServiceProcess start(Images images, String service, List<String> options, Map<String, String> settings) throws IOException {
    Path log = Files.createTempFile("sluice-benchmark-" + service, ".log");
    List<String> command = images.command(service, Stream.concat(CONTAINER.stream(), options.stream()).toList());
    ProcessBuilder builder = new ProcessBuilder(command).directory(images.folder().toFile())
        .redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(settings);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new ServiceProcess(process, log);
  }

  Path log() {
    return log;
  }

  long pid() {
    return process.pid();
  }

  /** Returns the processor time that it has used, in seconds. */
  double processorSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** Returns what of its memory is in RAM now, in MiB. */
  double resident() throws IOException {
    return memory("VmRSS");
  }

  /** Returns the most of its memory that has been in RAM, in MiB. */
  double mostResident() throws IOException {
    return memory("VmHWM");
  }

  private double memory(String field) throws IOException {
    String status = Files.readString(Path.of("/proc", String.valueOf(pid()), "status"));
    Matcher found = Pattern.compile(field + ":\\s+(\\d+) kB").matcher(status);
    if (!found.find()) {
      throw new IllegalStateException("no " + field + " for process " + pid() + ", which has ended or is not on Linux");
    }
    return Long.parseLong(found.group(1)) / KIBIBYTES_OF_A_MEBIBYTE;
  }

  /** Ends it by SIGKILL, and waits for the end. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it as an operator would, and waits for the end. */
  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    Files.deleteIfExists(log);
  }
}
