package dev.sluice.infra;

import static dev.sluice.infra.Guard.refuseIf;

import dev.sluice.infra.configuration.Architecture;
import dev.sluice.infra.configuration.ComputeConfiguration;
import dev.sluice.infra.configuration.ContainerSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What ECS, Fargate and CloudWatch Logs refuse. */
final class ComputeGuards {
  static final List<Guard> ALL = List.of(
      new Guard("fargate-size", ComputeGuards::fargateSize),
      new Guard("container-memory", ComputeGuards::containerMemory),
      new Guard("fargate-network", ComputeGuards::fargateNetwork),
      new Guard("fargate-has-no-machines", ComputeGuards::fargateHasNoMachines),
      new Guard("machines-need-task-network", ComputeGuards::machinesNeedTaskNetwork),
      new Guard("machines-fit-architecture", ComputeGuards::machinesFitArchitecture),
      new Guard("machine-limits", ComputeGuards::machineLimits),
      new Guard("container-port", ComputeGuards::containerPort),
      new Guard("host-ports-differ", ComputeGuards::hostPortsDiffer),
      new Guard("health-check-limit", ComputeGuards::healthCheckLimit),
      new Guard("log-retention", ComputeGuards::logRetention),
      new Guard("discovery-needs-task-network", ComputeGuards::discoveryNeedsTaskNetwork));

  /** Memory in MiB that Fargate has for each cpu (docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html). */
  private static final Map<Integer, Set<Integer>> FARGATE = Map.of(
      256, Set.of(512, 1024, 2048),
      512, steps(1024, 4096, 1024),
      1024, steps(2048, 8192, 1024),
      2048, steps(4096, 16384, 1024),
      4096, steps(8192, 30720, 1024),
      8192, steps(16384, 61440, 4096),
      16384, steps(32768, 122880, 8192));

  /** What a service's JVM needs to start at all. */
  private static final int LEAST_MEMORY = 128;

  /** Days; the API reference of PutRetentionPolicy. */
  private static final Set<Long> RETENTIONS = Set.of(1L, 3L, 5L, 7L, 14L, 30L, 60L, 90L, 120L, 150L, 180L, 365L, 400L, 545L, 731L,
      1096L, 1827L, 2192L, 2557L, 2922L, 3288L, 3653L);

  private ComputeGuards() {}

  private static Optional<String> fargateSize(StackConfiguration stack) {
    return refuseIf(stack.compute().isFargate() && !sizes(stack).stream().allMatch(ComputeGuards::isOnFargate),
        "Fargate has none of these sizes: %s; take 256 with 512, 1024 or 2048, 512 with 1024 to 4096, 1024 with 2048 to 8192, ...",
        sizes(stack).stream().filter(size -> !isOnFargate(size)).map(size -> size.cpu() + " cpu with " + size.memory() + " MiB")
        .toList());
  }

  private static boolean isOnFargate(ContainerSize size) {
    return FARGATE.getOrDefault(size.cpu(), Set.of()).contains(size.memory());
  }

  private static Set<Integer> steps(int from, int to, int step) {
    return IntStream.rangeClosed(0, (to - from) / step).map(index -> from + index * step).boxed().collect(Collectors.toSet());
  }

  private static Optional<String> containerMemory(StackConfiguration stack) {
    return refuseIf(sizes(stack).stream().anyMatch(size -> size.memory() < LEAST_MEMORY),
        "a service has less than %d MiB, in which its JVM cannot start: raise its memory", LEAST_MEMORY);
  }

  private static Optional<String> fargateNetwork(StackConfiguration stack) {
    ComputeConfiguration compute = stack.compute();
    return refuseIf(compute.isFargate() && !compute.hasTaskNetwork(),
        "networkMode is %s: Fargate knows awsvpc only; take it, or launchType EC2", compute.networkMode());
  }

  private static Optional<String> fargateHasNoMachines(StackConfiguration stack) {
    return refuseIf(stack.compute().isFargate() && stack.compute().machines().managed(),
        "machines are asked for, but launchType FARGATE would leave them idle: take launchType EC2, or machines none");
  }

  /** Security groups belong to peers, and a machine is none of them: the database would take no connection from it. */
  private static Optional<String> machinesNeedTaskNetwork(StackConfiguration stack) {
    ComputeConfiguration compute = stack.compute();
    return refuseIf(!compute.isFargate() && compute.machines().managed() && !compute.hasTaskNetwork(),
        "networkMode is %s: tasks on new machines would have no security group that the database and the load balancer know;"
            + " take awsvpc, or machines none and machines of your own",
        compute.networkMode());
  }

  private static Optional<String> machinesFitArchitecture(StackConfiguration stack) {
    var machines = stack.compute().machines();
    Architecture architecture = stack.compute().architecture();
    Architecture found = Architecture.ofMachine(machines.type());
    return refuseIf(machines.managed() && found != architecture,
        "machineType %s is %s and architecture %s, so that no image would start: take a type such as %s, or architecture %s",
        machines.type(), found, architecture, architecture.machineType(), found);
  }

  private static Optional<String> machineLimits(StackConfiguration stack) {
    var machines = stack.compute().machines();
    return refuseIf(machines.max() < 1 || machines.min() > machines.max(),
        "minMachines is %d and maxMachines %d: the first must not be above the second, and the second not below 1",
        machines.min(), machines.max());
  }

  private static Optional<String> containerPort(StackConfiguration stack) {
    return ports(stack).stream().filter(port -> port < 1 || port > 65_535).findFirst()
        .map(port -> "port " + port + " does not exist: take 1 to 65535");
  }

  private static Optional<String> hostPortsDiffer(StackConfiguration stack) {
    ComputeConfiguration compute = stack.compute();
    return refuseIf(compute.networkMode().equals("host") && compute.coordinator().port().equals(compute.autoscaler().port()),
        "with networkMode host, coordinator and autoscaler share the machine's ports: give autoscalerPort another than %d",
        compute.coordinator().port().orElseThrow());
  }

  private static Optional<String> healthCheckLimit(StackConfiguration stack) {
    Duration interval = stack.compute().healthCheckInterval();
    Duration grace = stack.compute().healthCheckGrace();
    return refuseIf(interval.toSeconds() < 5 || interval.toSeconds() > 300 || grace.toSeconds() > 300,
        "healthCheckInterval is %s and healthCheckGrace %s: ECS allows 5s to 300s, and up to 300s", interval, grace);
  }

  private static Optional<String> logRetention(StackConfiguration stack) {
    Duration retention = stack.compute().logRetention();
    return refuseIf(!Guard.isWholeDays(retention) || !RETENTIONS.contains(retention.toDays()),
        "logRetention is %s: CloudWatch keeps logs for %s days", retention, RETENTIONS.stream().sorted().toList());
  }

  private static Optional<String> discoveryNeedsTaskNetwork(StackConfiguration stack) {
    return refuseIf(stack.features().discovery() && !stack.compute().hasTaskNetwork(),
        "discovery leads to addresses of tasks, which only networkMode awsvpc has: take it, or discovery false");
  }

  private static List<ContainerSize> sizes(StackConfiguration stack) {
    List<ContainerSize> sizes = new ArrayList<>(List.of(stack.compute().coordinator(), stack.compute().autoscaler()));
    stack.workerPools().forEach(pool -> sizes.add(stack.compute().worker(pool)));
    if (stack.features().simulator()) {
      sizes.add(stack.compute().simulator());
    }
    return sizes;
  }

  private static List<Integer> ports(StackConfiguration stack) {
    List<Integer> ports = new ArrayList<>(List.of(stack.loadBalancer().port()));
    sizes(stack).forEach(size -> size.port().ifPresent(ports::add));
    return ports;
  }
}
