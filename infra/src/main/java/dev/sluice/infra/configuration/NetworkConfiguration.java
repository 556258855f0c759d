package dev.sluice.infra.configuration;

import java.util.List;

/**
 * The network that the stack makes or finds.
 *
 * @param existing whether the VPC is there already
 * @param addresses address range of a new VPC
 * @param zones availability zones of a new VPC
 * @param egress how private subnets of a new VPC reach AWS: {@code nat}, {@code endpoints} or {@code none}
 * @param natPerZone whether each zone has a NAT gateway of its own
 * @param vpcId the existing VPC
 * @param publicSubnets its public subnets
 * @param privateSubnets its private subnets
 */
public record NetworkConfiguration(
    boolean existing,
    String addresses,
    List<String> zones,
    String egress,
    boolean natPerZone,
    String vpcId,
    List<String> publicSubnets,
    List<String> privateSubnets) {

  public NetworkConfiguration {
    zones = List.copyOf(zones);
    publicSubnets = List.copyOf(publicSubnets);
    privateSubnets = List.copyOf(privateSubnets);
  }

  /** Reads the keys that make it up. */
  public static NetworkConfiguration read(ConfigurationText text, String region) {
    List<String> zones = text.names(ConfigurationKey.AVAILABILITY_ZONES);
    return new NetworkConfiguration(
        text.text(ConfigurationKey.NETWORK).equals("existing"),
        text.text(ConfigurationKey.NETWORK_ADDRESSES),
        zones.isEmpty() ? List.of(region + "a", region + "b") : zones,
        text.text(ConfigurationKey.EGRESS),
        text.flag(ConfigurationKey.NAT_PER_ZONE),
        text.text(ConfigurationKey.VPC_ID),
        text.names(ConfigurationKey.PUBLIC_SUBNETS),
        text.names(ConfigurationKey.PRIVATE_SUBNETS));
  }
}
