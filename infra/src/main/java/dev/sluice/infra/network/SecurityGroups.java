package dev.sluice.infra.network;

import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.SecurityGroupArgs;
import com.pulumi.aws.vpc.SecurityGroupEgressRule;
import com.pulumi.aws.vpc.SecurityGroupEgressRuleArgs;
import com.pulumi.aws.vpc.SecurityGroupIngressRule;
import com.pulumi.aws.vpc.SecurityGroupIngressRuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A security group for each {@link Peer}, with one rule on each side of each {@link Flow}, so that cutting one flow is revoking
 * one rule.
 */
public final class SecurityGroups extends ComponentResource {
  private static final int HTTPS = 443;

  /**
   * What the groups are made from.
   *
   * @param namePrefix what the groups' names begin with
   * @param vpcId VPC that they stand in
   * @param flows who may talk to whom
   * @param sources address ranges that may call the load balancer
   * @param loadBalancerPort on this port
   */
  public record Args(String namePrefix, Output<String> vpcId, List<Flow> flows, List<String> sources, int loadBalancerPort) {
    public Args {
      flows = List.copyOf(flows);
      sources = List.copyOf(sources);
    }
  }

  private final Map<Peer, SecurityGroup> groups = new EnumMap<>(Peer.class);
  private final CustomResourceOptions child = CustomResourceOptions.builder().parent(this).build();

  public SecurityGroups(String name, Args args, ComponentResourceOptions options) {
    super("sluice:network:SecurityGroups", name, options);
    for (Peer peer : Peer.values()) {
      groups.put(peer, new SecurityGroup(peer.label(), SecurityGroupArgs.builder()
          .name(args.namePrefix() + "-" + peer.label())
          .description("Sluice: " + peer.label())
          .vpcId(args.vpcId())
          .build(), child));
    }
    args.flows().forEach(this::allow);
    for (int i = 0; i < args.sources().size(); i++) {
      new SecurityGroupIngressRule("callers-" + i, SecurityGroupIngressRuleArgs.builder()
          .securityGroupId(id(Peer.LOAD_BALANCER))
          .cidrIpv4(args.sources().get(i))
          .ipProtocol("tcp").fromPort(args.loadBalancerPort()).toPort(args.loadBalancerPort())
          .build(), child);
    }
    for (Peer peer : Peer.values()) {
      if (peer.isService()) {
        new SecurityGroupEgressRule(peer.label() + "-to-aws", SecurityGroupEgressRuleArgs.builder()
            .securityGroupId(id(peer)).cidrIpv4("0.0.0.0/0").ipProtocol("tcp").fromPort(HTTPS).toPort(HTTPS)
            .description("APIs of AWS").build(), child);
      }
    }
    registerOutputs(Map.of());
  }

  private void allow(Flow flow) {
    new SecurityGroupIngressRule(flow.label(), SecurityGroupIngressRuleArgs.builder()
        .securityGroupId(id(flow.to())).referencedSecurityGroupId(id(flow.from()))
        .ipProtocol("tcp").fromPort(flow.port()).toPort(flow.port()).build(), child);
    new SecurityGroupEgressRule(flow.label(), SecurityGroupEgressRuleArgs.builder()
        .securityGroupId(id(flow.from())).referencedSecurityGroupId(id(flow.to()))
        .ipProtocol("tcp").fromPort(flow.port()).toPort(flow.port()).build(), child);
  }

  /** Returns the group of a peer. */
  public Output<String> id(Peer peer) {
    SecurityGroup group = groups.get(peer);
    if (group == null) {
      throw new IllegalStateException(peer + " has no group yet");
    }
    return group.id();
  }

  /** Returns the ids of some peers' groups as a list that resources take. */
  public Output<List<String>> ids(Peer... peers) {
    List<Output<String>> ids = new ArrayList<>();
    for (Peer peer : peers) {
      ids.add(id(peer));
    }
    return Output.all(ids);
  }
}
