package dev.sluice.infra.network;

import com.pulumi.aws.ec2.Eip;
import com.pulumi.aws.ec2.EipArgs;
import com.pulumi.aws.ec2.InternetGateway;
import com.pulumi.aws.ec2.InternetGatewayArgs;
import com.pulumi.aws.ec2.NatGateway;
import com.pulumi.aws.ec2.NatGatewayArgs;
import com.pulumi.aws.ec2.Route;
import com.pulumi.aws.ec2.RouteArgs;
import com.pulumi.aws.ec2.RouteTable;
import com.pulumi.aws.ec2.RouteTableArgs;
import com.pulumi.aws.ec2.RouteTableAssociation;
import com.pulumi.aws.ec2.RouteTableAssociationArgs;
import com.pulumi.aws.ec2.Subnet;
import com.pulumi.aws.ec2.SubnetArgs;
import com.pulumi.aws.ec2.Vpc;
import com.pulumi.aws.ec2.VpcArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.configuration.NetworkConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A VPC with a public and a private subnet in each zone, and a way for the private ones to reach AWS. */
public final class Network extends ComponentResource {
  /** Public subnets take the first sixteenths of the addresses, private ones begin here. */
  private static final int FIRST_PRIVATE = 8;
  /** Addresses of each subnet that AWS keeps (docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html). */
  private static final int KEPT_BY_AWS = 5;
  /** Free addresses of each subnet that an Application Load Balancer wants to grow into. */
  private static final int LOAD_BALANCER = 8;
  /** The instance or its standby. */
  private static final int DATABASE = 1;

  /**
   * What a network is made from.
   *
   * @param name that its parts carry as a tag
   * @param region that it lies in
   * @param configuration what it is like
   */
  public record Args(String name, String region, NetworkConfiguration configuration) {}

  private final Args args;
  private final CustomResourceOptions child = CustomResourceOptions.builder().parent(this).build();
  private final Output<String> vpcId;
  private final List<Output<String>> publicSubnets = new ArrayList<>();
  private final List<Output<String>> privateSubnets = new ArrayList<>();

  public Network(String name, Args args, ComponentResourceOptions options) {
    super("sluice:network:Network", name, options);
    this.args = args;
    var configuration = args.configuration();
    vpcId = new Vpc(name, VpcArgs.builder()
        .cidrBlock(configuration.addresses()).enableDnsHostnames(true).enableDnsSupport(true).tags(tags(name))
        .build(), child).id();
    var gateway = new InternetGateway(name, InternetGatewayArgs.builder().vpcId(vpcId).tags(tags(name)).build(), child);
    RouteTable toInternet = table(name + "-public");
    new Route(name + "-public", RouteArgs.builder()
        .routeTableId(toInternet.id()).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway.id()).build(), child);

    List<RouteTable> privateTables = new ArrayList<>();
    for (int zone = 0; zone < configuration.zones().size(); zone++) {
      publicSubnets.add(subnet(name + "-public-" + zone, zone, zone, toInternet));
      RouteTable table = table(name + "-private-" + zone);
      privateTables.add(table);
      privateSubnets.add(subnet(name + "-private-" + zone, FIRST_PRIVATE + zone, zone, table));
    }
    switch (configuration.egress()) {
      case "nat" -> natGateways(name, privateTables);
      case "endpoints" -> new ServiceEndpoints(name, new ServiceEndpoints.Args(
          vpcId, configuration.addresses(), args.region(), privateSubnets, privateTables.stream().map(RouteTable::id).toList()),
          ComponentResourceOptions.builder().parent(this).build());
      default -> { }
    }
    registerOutputs(Map.of("vpcId", vpcId));
  }

  /**
   * Returns how many addresses the private subnets of a new VPC have for tasks and machines, beside the database, interface
   * endpoints, and a load balancer that stands there.
   *
   * @param configuration what the network is like
   * @param balanced whether the load balancer is internal, and so in the private subnets
   */
  public static int room(NetworkConfiguration configuration, boolean balanced) {
    long subnet = AddressRange.of(configuration.addresses()).sixteenth(FIRST_PRIVATE).size();
    int endpoints = configuration.egress().equals("endpoints") ? ServiceEndpoints.SERVICES.size() : 0;
    long taken = KEPT_BY_AWS + DATABASE + endpoints + (balanced ? LOAD_BALANCER : 0);
    return (int) (configuration.zones().size() * (subnet - taken));
  }

  private void natGateways(String name, List<RouteTable> privateTables) {
    List<NatGateway> gateways = new ArrayList<>();
    int count = args.configuration().natPerZone() ? privateTables.size() : 1;
    for (int zone = 0; zone < count; zone++) {
      Eip address = new Eip(name + "-nat-" + zone, EipArgs.builder().domain("vpc").tags(tags(name)).build(), child);
      gateways.add(new NatGateway(name + "-" + zone, NatGatewayArgs.builder()
          .allocationId(address.id()).subnetId(publicSubnets.get(zone)).tags(tags(name)).build(), child));
    }
    for (int zone = 0; zone < privateTables.size(); zone++) {
      new Route(name + "-private-" + zone, RouteArgs.builder()
          .routeTableId(privateTables.get(zone).id())
          .destinationCidrBlock("0.0.0.0/0")
          .natGatewayId(gateways.get(zone % count).id())
          .build(), child);
    }
  }

  private RouteTable table(String name) {
    return new RouteTable(name, RouteTableArgs.builder().vpcId(vpcId).tags(tags(name)).build(), child);
  }

  private Output<String> subnet(String name, int part, int zone, RouteTable table) {
    Subnet subnet = new Subnet(name, SubnetArgs.builder()
        .vpcId(vpcId)
        .availabilityZone(args.configuration().zones().get(zone))
        .cidrBlock(AddressRange.of(args.configuration().addresses()).sixteenth(part).toString())
        .tags(tags(name))
        .build(), child);
    new RouteTableAssociation(name, RouteTableAssociationArgs.builder().subnetId(subnet.id()).routeTableId(table.id()).build(),
        child);
    return subnet.id();
  }

  private Map<String, String> tags(String name) {
    return Map.of("Name", args.name() + "-" + name);
  }

  /** Returns where things stand in it. */
  public Place place() {
    return new Place(vpcId, publicSubnets, privateSubnets);
  }
}
