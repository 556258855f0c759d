package dev.sluice.infra;

import static dev.sluice.infra.Guard.refuseIf;

import dev.sluice.infra.configuration.LoadBalancerConfiguration;
import dev.sluice.infra.configuration.NetworkConfiguration;
import dev.sluice.infra.configuration.WorkerPool;
import dev.sluice.infra.network.AddressRange;
import dev.sluice.infra.network.Network;
import java.util.List;
import java.util.Optional;

/** Networks in which services would not reach AWS, or callers the services. */
final class NetworkGuards {
  static final List<Guard> ALL = List.of(
      new Guard("name-prefix", NetworkGuards::namePrefix),
      new Guard("two-zones", NetworkGuards::twoZones),
      new Guard("network-addresses", NetworkGuards::networkAddresses),
      new Guard("addresses-suffice", NetworkGuards::addressesSuffice),
      new Guard("existing-network", NetworkGuards::existingNetwork),
      new Guard("new-network", NetworkGuards::newNetwork),
      new Guard("services-reach-aws", NetworkGuards::servicesReachAws),
      new Guard("nat-per-zone", NetworkGuards::natPerZone),
      new Guard("caller-addresses", NetworkGuards::callerAddresses),
      new Guard("certificate-port", NetworkGuards::certificatePort),
      new Guard("certificate-name", NetworkGuards::certificateName),
      new Guard("public-api-needs-tls", NetworkGuards::publicApiNeedsTls));

  private static final int MOST_ZONES = 6;
  private static final int LARGEST_VPC = 16;
  /**
   * Its sixteenths are /27: "each Availability Zone subnet for your load balancer has a CIDR block with at least a /27 bitmask"
   * (docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html).
   */
  private static final int SMALLEST_VPC = 23;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private NetworkGuards() {}

  private static Optional<String> namePrefix(StackConfiguration stack) {
    return refuseIf(!stack.namePrefix().matches("[a-z]([a-z0-9]|-(?!-)){0,38}[a-z0-9]"),
        "names cannot begin with %s: give a namePrefix of 2 to 40 small letters, digits and single -", stack.namePrefix());
  }

  private static Optional<String> twoZones(StackConfiguration stack) {
    NetworkConfiguration network = stack.network();
    int zones = network.existing() ? network.privateSubnets().size() : network.zones().size();
    return refuseIf(zones < 2 || zones > MOST_ZONES,
        "%d zones: load balancer and database need at least two, and a VPC here has room for six; name them under %s",
        zones, network.existing() ? "privateSubnets" : "availabilityZones");
  }

  private static Optional<String> networkAddresses(StackConfiguration stack) {
    try {
      int bits = AddressRange.of(stack.network().addresses()).bits();
      return refuseIf(bits < LARGEST_VPC || bits > SMALLEST_VPC,
          "networkAddresses has %d leading bits: a VPC takes 16 at least, and with more than 23 its sixteenths are too small for a load"
              + " balancer; take a range such as 10.20.0.0/16",
          bits);
    } catch (IllegalArgumentException e) {
      return Optional.of("networkAddresses is not usable: " + e.getMessage());
    }
  }

  private static Optional<String> addressesSuffice(StackConfiguration stack) {
    if (stack.network().existing() || networkAddresses(stack).isPresent()) {
      return Optional.empty();
    }
    int needed = addressesOfTasks(stack);
    int room = Network.room(stack.network(), stack.loadBalancer().internal());
    return refuseIf(needed > room,
        "in a rolling update tasks and machines may have %d addresses, but the private subnets of %s have room for %d: take a larger range"
            + " for networkAddresses, or lower a pool's max",
        needed, stack.network().addresses(), room);
  }

  /** A rolling update runs twice as many tasks as before, and each has an address of its own in networkMode awsvpc. */
  private static int addressesOfTasks(StackConfiguration stack) {
    var compute = stack.compute();
    int machines = compute.machines().managed() ? compute.machines().max() : 0;
    int tasks = stack.workerPools().stream().mapToInt(WorkerPool::max).sum() + compute.coordinatorCount()
        + ServiceProfile.autoscalers(stack).size();
    return machines + (compute.hasTaskNetwork() ? 2 * tasks : 0);
  }

  private static Optional<String> existingNetwork(StackConfiguration stack) {
    NetworkConfiguration network = stack.network();
    LoadBalancerConfiguration balancer = stack.loadBalancer();
    boolean incomplete = network.vpcId().isEmpty() || balancer.sources().isEmpty()
        || !balancer.internal() && network.publicSubnets().size() < 2;
    return refuseIf(network.existing() && incomplete,
        "an existing network needs vpcId, privateSubnets, loadBalancerSources, and, if the"
        + " load balancer is not internal, two publicSubnets");
  }

  private static Optional<String> newNetwork(StackConfiguration stack) {
    NetworkConfiguration network = stack.network();
    boolean named = !network.vpcId().isEmpty() || !network.publicSubnets().isEmpty() || !network.privateSubnets().isEmpty();
    return refuseIf(!network.existing() && named,
        "vpcId and subnets are named, but a new network would be made beside them: set network to existing, or remove them");
  }

  private static Optional<String> servicesReachAws(StackConfiguration stack) {
    return refuseIf(!stack.network().existing() && stack.network().egress().equals("none") && stack.compute().hasTaskNetwork(),
        "egress is none, so that tasks reach neither their image nor SQS: take nat or endpoints");
  }

  private static Optional<String> natPerZone(StackConfiguration stack) {
    boolean hasNat = !stack.network().existing() && stack.network().egress().equals("nat");
    return refuseIf(stack.network().natPerZone() && !hasNat,
        "natPerZone has no effect without a new network's egress nat: remove it");
  }

  private static Optional<String> callerAddresses(StackConfiguration stack) {
    for (String source : stack.loadBalancer().sources()) {
      try {
        AddressRange.of(source);
      } catch (IllegalArgumentException e) {
        return Optional.of("loadBalancerSources is not usable: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> certificatePort(StackConfiguration stack) {
    LoadBalancerConfiguration balancer = stack.loadBalancer();
    return refuseIf(balancer.port() == (balancer.hasTls() ? HTTP : HTTPS),
        "loadBalancerPort is %d: with a certificate take 443, without one 80, or a port of your own", balancer.port());
  }

  private static Optional<String> certificateName(StackConfiguration stack) {
    LoadBalancerConfiguration balancer = stack.loadBalancer();
    return refuseIf(balancer.hasTls() == balancer.domainName().isEmpty(),
        "certificateArn and domainName belong together: callers check the certificate against the name");
  }

  private static Optional<String> publicApiNeedsTls(StackConfiguration stack) {
    return refuseIf(!stack.loadBalancer().internal() && !stack.loadBalancer().hasTls(),
        "the load balancer would offer the API to the internet in the clear: give certificateArn, or loadBalancerInternal true");
  }
}
