package dev.sluice.infra.network;

import com.pulumi.core.Output;
import dev.sluice.infra.configuration.NetworkConfiguration;
import java.util.List;

/**
 * Where things stand in a network, whoever made it.
 *
 * @param vpcId the VPC
 * @param publicSubnets subnets that the internet reaches
 * @param privateSubnets subnets that it does not
 */
public record Place(Output<String> vpcId, List<Output<String>> publicSubnets, List<Output<String>> privateSubnets) {
  public Place {
    publicSubnets = List.copyOf(publicSubnets);
    privateSubnets = List.copyOf(privateSubnets);
  }

  /** Names a network that is there already. */
  public static Place existing(NetworkConfiguration configuration) {
    return new Place(
        Output.of(configuration.vpcId()),
        configuration.publicSubnets().stream().map(Output::of).toList(),
        configuration.privateSubnets().stream().map(Output::of).toList());
  }
}
