package dev.sluice.cli.stack;

import dev.sluice.localstack.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a local cloud holds on this machine at one moment: processes, ports and a folder.
 *
 * @param processes start by process id, without this process
 * @param addresses where it listens
 * @param folder where its files are
 */
public record Footprint(Map<Long, Instant> processes, List<URI> addresses, Path folder) {
  private static final int PROBE_MILLISECONDS = 500;

  public Footprint {
    processes = Map.copyOf(processes);
    addresses = List.copyOf(addresses);
  }

  static Footprint of(LocalCloud cloud, URI coordinator) {
    Map<Long, Instant> processes = new LinkedHashMap<>();
    ProcessHandle.current().descendants().forEach(process -> add(processes, process));
    // What started in a session of its own is no descendant any more.
    try (Stream<Path> pids = Files.list(cloud.folder().resolve("pids"))) {
      pids.map(path -> Long.parseLong(path.getFileName().toString())).flatMap(pid -> ProcessHandle.of(pid).stream()).forEach(process -> {
        add(processes, process);
        process.descendants().forEach(child -> add(processes, child));
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Footprint(processes, List.of(coordinator, cloud.endpoint(), cloud.sqsEndpoint()), cloud.folder());
  }

  private static void add(Map<Long, Instant> processes, ProcessHandle process) {
    process.info().startInstant().ifPresent(start -> processes.put(process.pid(), start));
  }

  /** Returns the memory of all its processes and this one. */
  public OptionalLong residentMemory() {
    List<Long> pids = new ArrayList<>(processes.keySet());
    pids.add(ProcessHandle.current().pid());
    return ResidentMemory.of(pids);
  }

  /** Returns both together, for what came and went. */
  public Footprint and(Footprint later) {
    Map<Long, Instant> all = new HashMap<>(processes);
    all.putAll(later.processes);
    return new Footprint(all, later.addresses, later.folder);
  }

  /** Looks again, and returns a sentence for each thing that is still there. */
  public List<String> leftOvers() {
    List<String> left = new ArrayList<>();
    processes.forEach((pid, start) -> ProcessHandle.of(pid)
        .filter(process -> process.isAlive() && process.info().startInstant().filter(start::equals).isPresent())
        .ifPresent(process -> left.add("process " + pid + " " + process.info().command().orElse(""))));
    addresses.stream().filter(Footprint::answers).forEach(address -> left.add("somebody listens at " + address));
    if (Files.exists(folder)) {
      left.add("folder " + folder);
    }
    return left;
  }

  private static boolean answers(URI address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PROBE_MILLISECONDS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
