package dev.sluice.tests.emulator;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * Everything that an account holds, as far as the program makes such things; what ends by itself (deleted, inactive) is not there. Nor are
 * task definitions: their revisions stay registered, for deployments to go back to.
 */
final class Inventory {
  private static final String ACTIVE = "ACTIVE";

  private final Account account;

  Inventory(Account account) {
    this.account = account;
  }

  /** Returns a line for each thing: its kind and its name. */
  Set<String> take() {
    Set<String> lines = new TreeSet<>();
    add(lines, "SQS queue", account.sqs.listQueuesPaginator().queueUrls().stream());
    add(lines, "S3 bucket", account.s3.listBuckets().buckets().stream().map(bucket -> bucket.name()));
    add(lines, "secret", account.secrets.listSecrets().secretList().stream().map(secret -> secret.name()));
    add(lines, "log group", account.logs.describeLogGroupsPaginator().logGroups().stream().map(group -> group.logGroupName()));
    add(lines, "SNS topic", account.sns.listTopicsPaginator().topics().stream().map(topic -> topic.topicArn()));
    add(lines, "ECR repository", account.ecr.describeRepositoriesPaginator().repositories().stream().map(found -> found.repositoryName()));
    identities(lines);
    databases(lines);
    network(lines);
    ways(lines);
    compute(lines);
    alarms(lines);
    return lines;
  }

  private void identities(Set<String> lines) {
    add(lines, "IAM role", account.iam.listRolesPaginator().roles().stream().map(Role::roleName));
    add(lines, "IAM policy", account.iam.listPoliciesPaginator(request -> request.scope(PolicyScopeType.LOCAL)).policies().stream()
        .map(policy -> policy.policyName()));
    add(lines, "instance profile", account.iam.listInstanceProfilesPaginator().instanceProfiles().stream()
        .map(profile -> profile.instanceProfileName()));
  }

  private void databases(Set<String> lines) {
    add(lines, "DB instance", account.rds.describeDBInstancesPaginator().dbInstances().stream()
        .map(instance -> instance.dbInstanceIdentifier()));
    add(lines, "DB subnet group", account.rds.describeDBSubnetGroupsPaginator().dbSubnetGroups().stream()
        .map(group -> group.dbSubnetGroupName()));
    add(lines, "DB parameter group", account.rds.describeDBParameterGroupsPaginator().dbParameterGroups().stream()
        .map(group -> group.dbParameterGroupName()));
    add(lines, "DB snapshot", account.rds.describeDBSnapshotsPaginator().dbSnapshots().stream()
        .map(snapshot -> snapshot.dbSnapshotIdentifier()));
  }

  private void network(Set<String> lines) {
    add(lines, "VPC", account.ec2.describeVpcs().vpcs().stream().map(vpc -> vpc.vpcId()));
    add(lines, "subnet", account.ec2.describeSubnets().subnets().stream().map(subnet -> subnet.subnetId()));
    add(lines, "route table", account.ec2.describeRouteTables().routeTables().stream().map(table -> table.routeTableId()));
    add(lines, "security group", account.ec2.describeSecurityGroups().securityGroups().stream().map(group -> group.groupId()));
    add(lines, "internet gateway", account.ec2.describeInternetGateways().internetGateways().stream()
        .map(gateway -> gateway.internetGatewayId()));
    add(lines, "NAT gateway", account.ec2.describeNatGateways().natGateways().stream()
        .filter(gateway -> gateway.state() != NatGatewayState.DELETED).map(gateway -> gateway.natGatewayId()));
    add(lines, "elastic IP", account.ec2.describeAddresses().addresses().stream().map(address -> address.allocationId()));
    add(lines, "VPC endpoint", account.ec2.describeVpcEndpoints().vpcEndpoints().stream().map(endpoint -> endpoint.vpcEndpointId()));
    add(lines, "launch template", account.ec2.describeLaunchTemplates().launchTemplates().stream().map(LaunchTemplate::launchTemplateName));
  }

  private void ways(Set<String> lines) {
    add(lines, "load balancer", account.loadBalancing.describeLoadBalancers().loadBalancers().stream()
        .map(balancer -> balancer.loadBalancerName()));
    add(lines, "target group", account.loadBalancing.describeTargetGroups().targetGroups().stream().map(group -> group.targetGroupName()));
    add(lines, "Cloud Map namespace", account.discovery.listNamespaces().namespaces().stream().map(space -> space.name()));
    add(lines, "Cloud Map service", account.discovery.listServices().services().stream().map(service -> service.name()));
  }

  private void compute(Set<String> lines) {
    var clusters = account.ecs.describeClusters(request -> request.clusters(account.ecs.listClusters().clusterArns())).clusters();
    for (var cluster : clusters.stream().filter(found -> found.status().equals(ACTIVE)).toList()) {
      add(lines, "ECS cluster", Stream.of(cluster.clusterName()));
      for (String arn : account.ecs.listServices(request -> request.cluster(cluster.clusterArn())).serviceArns()) {
        add(lines, "ECS service", account.ecs.describeServices(request -> request.cluster(cluster.clusterArn()).services(arn))
            .services().stream().filter(service -> service.status().equals(ACTIVE)).map(service -> service.serviceName()));
      }
    }
  }

  private void alarms(Set<String> lines) {
    add(lines, "alarm", account.cloudWatch.describeAlarms().metricAlarms().stream().map(alarm -> alarm.alarmName()));
    add(lines, "dashboard", account.cloudWatch.listDashboards().dashboardEntries().stream().map(dashboard -> dashboard.dashboardName()));
  }

  private static void add(Set<String> lines, String kind, Stream<String> names) {
    names.forEach(name -> lines.add(kind + " " + name));
  }
}
