package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.infra.network.AddressRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class NetworkTest {
  private static final String INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  private static final String EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
  private static final String SUBNET = "aws:ec2/subnet:Subnet";

  @Test
  void exactlyTheMatrixMayTalk() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    Set<String> expected = Set.of(
        "load-balancer>coordinator:8080", "worker>coordinator:8080", "simulator>load-balancer:80",
        "coordinator>database:5432", "worker>database:5432", "autoscaler>database:5432");
    assertThat(pairs(stack, INGRESS, "referencedSecurityGroupId", "securityGroupId")).isEqualTo(new TreeSet<>(expected));
    assertThat(pairs(stack, EGRESS, "securityGroupId", "referencedSecurityGroupId")).isEqualTo(new TreeSet<>(expected));
  }

  @Test
  void onlyServicesReachTheDatabaseAndNoRuleLetsTheWorldIn() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    assertThat(stack.ofType(INGRESS)).noneMatch(rule -> "0.0.0.0/0".equals(rule.inputs().get("cidrIpv4")));
    assertThat(stack.ofType(INGRESS).stream().filter(rule -> rule.text("securityGroupId").equals("database-id")))
        .hasSize(3).allSatisfy(rule -> assertThat(rule.inputs()).doesNotContainKey("cidrIpv4"));
    assertThat(stack.only("aws:rds/instance:Instance").input("vpcSecurityGroupIds")).isEqualTo(List.of("database-id"));
    assertThat(stack.ofType(EGRESS)).filteredOn(rule -> "0.0.0.0/0".equals(rule.inputs().get("cidrIpv4")))
        .allSatisfy(rule -> assertThat(rule.input("toPort")).isEqualTo(443.0));
  }

  @Test
  void aNewNetworkHasAPublicAndAPrivateSubnetInEachZone() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of(
        "networkAddresses", "10.7.0.0/16", "availabilityZones", "eu-central-1a,eu-central-1b,eu-central-1c"));

    assertThat(stack.ofType(SUBNET)).extracting(subnet -> subnet.text("cidrBlock")).containsExactlyInAnyOrder(
        "10.7.0.0/20", "10.7.16.0/20", "10.7.32.0/20", "10.7.128.0/20", "10.7.144.0/20", "10.7.160.0/20");
    assertThat(stack.ofType("aws:ec2/natGateway:NatGateway")).hasSize(1);
    assertThat(EvaluatedStack.with(Map.of("natPerZone", "true")).ofType("aws:ec2/natGateway:NatGateway")).hasSize(2);
  }

  @Test
  void endpointsStandInForTheInternet() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("egress", "endpoints"));

    assertThat(stack.ofType("aws:ec2/natGateway:NatGateway")).isEmpty();
    assertThat(stack.ofType("aws:ec2/vpcEndpoint:VpcEndpoint")).extracting(endpoint -> endpoint.text("serviceName"))
        .contains("com.amazonaws.eu-central-1.sqs", "com.amazonaws.eu-central-1.ecr.dkr", "com.amazonaws.eu-central-1.logs",
            "com.amazonaws.eu-central-1.secretsmanager", "com.amazonaws.eu-central-1.s3");
  }

  @Test
  void anExistingNetworkIsUsedAndNoneIsMade() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("network", "existing", "vpcId", "vpc-1",
        "privateSubnets", "subnet-1,subnet-2", "loadBalancerSources", "10.0.0.0/8"));

    assertThat(stack.ofType("aws:ec2/vpc:Vpc")).isEmpty();
    assertThat(stack.ofType("aws:ec2/securityGroup:SecurityGroup")).allSatisfy(group ->
        assertThat(group.input("vpcId")).isEqualTo("vpc-1"));
    assertThat(stack.only("aws:rds/subnetGroup:SubnetGroup").input("subnetIds")).isEqualTo(List.of("subnet-1", "subnet-2"));
    assertThat(stack.named(INGRESS, "callers-0").input("cidrIpv4")).isEqualTo("10.0.0.0/8");
  }

  @Test
  void servicesStandInPrivateSubnetsWithTheirOwnSecurityGroup() {
    RegisteredResource worker = EvaluatedStack.with(Map.of()).named("aws:ecs/service:Service", "worker-default");
    assertThat(worker.input("networkConfiguration")).isEqualTo(Map.of(
        "assignPublicIp", false,
        "securityGroups", List.of("worker-id"),
        "subnets", List.of("network-private-0-id", "network-private-1-id")));
  }

  @Test
  void aCertificateMakesTheApiHttpsUnderItsName() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of(
        "loadBalancerInternal", "false", "loadBalancerPort", "443", "certificateArn", "arn:aws:acm:x", "domainName",
        "jobs.test"));

    RegisteredResource listener = stack.only("aws:lb/listener:Listener");
    assertThat(listener.inputs()).containsEntry("protocol", "HTTPS").containsEntry("certificateArn", "arn:aws:acm:x");
    assertThat(stack.only("aws:lb/loadBalancer:LoadBalancer").input("subnets"))
        .isEqualTo(List.of("network-public-0-id", "network-public-1-id"));
    assertThat(stack.outputs()).containsEntry("SLUICE_COORDINATOR_URL", "https://jobs.test");
  }

  @Test
  void theCoordinatorHasANameInsideTheNetwork() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    assertThat(stack.outputs()).containsEntry("coordinatorHostName", "coordinator.sluice-test.internal");
    assertThat(stack.named("aws:ecs/service:Service", "coordinator").inputs()).containsKey("serviceRegistries");
    assertThat(stack.named("aws:ecs/service:Service", "worker-default").inputs()).doesNotContainKey("serviceRegistries");
  }

  @Test
  void addressesAreCutIntoSixteenths() {
    assertThat(AddressRange.of("192.168.16.0/20").sixteenth(15)).hasToString("192.168.31.0/24");
    assertThatThrownBy(() -> AddressRange.of("10.0.300.0/16")).hasMessageContaining("255");
    assertThatThrownBy(() -> AddressRange.of("10.0.1.0/16")).hasMessageContaining("10.0.1.0/16");
  }

  private static Set<String> pairs(EvaluatedStack stack, String type, String from, String to) {
    return stack.ofType(type).stream()
        .filter(rule -> rule.inputs().containsKey("referencedSecurityGroupId"))
        .map(rule -> peer(rule.text(from)) + ">" + peer(rule.text(to)) + ":" + ((Double) rule.input("toPort")).intValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String peer(String id) {
    return id.replaceAll("-id$", "");
  }
}
