package dev.sluice.infra.network;

import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.SecurityGroupArgs;
import com.pulumi.aws.ec2.VpcEndpoint;
import com.pulumi.aws.ec2.VpcEndpointArgs;
import com.pulumi.aws.vpc.SecurityGroupIngressRule;
import com.pulumi.aws.vpc.SecurityGroupIngressRuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.json.Outputs;
import java.util.List;
import java.util.Map;

/** Ways from private subnets to the AWS services that a stack calls, without a way to the internet. */
final class ServiceEndpoints extends ComponentResource {
  /** What tasks, their agent and the autoscaler call; image layers come from S3, which has a gateway of its own. */
  static final List<String> SERVICES =
      List.of("ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "logs", "monitoring", "secretsmanager", "sqs");
  private static final int HTTPS = 443;

  /**
   * What the endpoints are made from.
   *
   * @param vpcId VPC that they stand in
   * @param addresses its address range
   * @param region its region
   * @param subnets that they serve
   * @param routeTables of these subnets
   */
  record Args(
      Output<String> vpcId, String addresses, String region, List<Output<String>> subnets, List<Output<String>> routeTables) {}

  ServiceEndpoints(String name, Args args, ComponentResourceOptions options) {
    super("sluice:network:ServiceEndpoints", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    var group = new SecurityGroup(name + "-endpoints", SecurityGroupArgs.builder()
        .description("Endpoints of AWS services").vpcId(args.vpcId()).build(), child);
    new SecurityGroupIngressRule(name + "-endpoints", SecurityGroupIngressRuleArgs.builder()
        .securityGroupId(group.id()).cidrIpv4(args.addresses()).ipProtocol("tcp").fromPort(HTTPS).toPort(HTTPS).build(), child);
    for (String service : SERVICES) {
      new VpcEndpoint(name + "-" + service.replace('.', '-'), VpcEndpointArgs.builder()
          .vpcId(args.vpcId())
          .serviceName("com.amazonaws." + args.region() + "." + service)
          .vpcEndpointType("Interface")
          .privateDnsEnabled(true)
          .subnetIds(Output.all(args.subnets()))
          .securityGroupIds(Outputs.ifPresent(group.id(), List::of))
          .build(), child);
    }
    new VpcEndpoint(name + "-s3", VpcEndpointArgs.builder()
        .vpcId(args.vpcId())
        .serviceName("com.amazonaws." + args.region() + ".s3")
        .vpcEndpointType("Gateway")
        .routeTableIds(Output.all(args.routeTables()))
        .build(), child);
    registerOutputs(Map.of());
  }
}
