package dev.sluice.cli.stack;

import dev.sluice.localstack.LocalCloud;
import dev.sluice.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a local cloud holds on this machine at one moment: processes, ports and a folder.
 *
 * @param processes without this process
 * @param addresses where it listens
 * @param folder where its files are
 */
public record Footprint(Set<ProcessIdentity> processes, List<URI> addresses, Path folder) {
  private static final int PROBE_MILLISECONDS = 500;

  public Footprint {
    processes = Set.copyOf(processes);
    addresses = List.copyOf(addresses);
  }

  static Footprint of(LocalCloud cloud, URI coordinator) {
    List<ProcessHandle> processes = new ArrayList<>(ProcessHandle.current().descendants().toList());
    // What started in a session of its own is no descendant any more.
    try (Stream<Path> pids = Files.list(cloud.folder().resolve("pids"))) {
      pids.map(path -> Long.parseLong(path.getFileName().toString())).flatMap(pid -> ProcessHandle.of(pid).stream()).forEach(process -> {
        processes.add(process);
        processes.addAll(process.descendants().toList());
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Set<ProcessIdentity> identities = ProcessIdentity.ofEach(processes.stream()).collect(Collectors.toSet());
    return new Footprint(identities, List.of(coordinator, cloud.endpoint(), cloud.sqsEndpoint()), cloud.folder());
  }

  /** Returns the memory of all its processes and this one. */
  public OptionalLong residentMemory() {
    List<Long> pids = new ArrayList<>(processes.stream().map(ProcessIdentity::pid).toList());
    pids.add(ProcessHandle.current().pid());
    return ResidentMemory.of(pids);
  }

  /** Returns both together, for what came and went. */
  public Footprint and(Footprint later) {
    Set<ProcessIdentity> all = new HashSet<>(processes);
    all.addAll(later.processes);
    return new Footprint(all, later.addresses, later.folder);
  }

  /** Looks again, and returns a sentence for each thing that is still there. */
  public List<String> leftOvers() {
    List<String> left = new ArrayList<>();
    processes.stream().flatMap(process -> process.find().stream())
        .forEach(process -> left.add("process " + process.pid() + " " + process.info().command().orElse("")));
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
