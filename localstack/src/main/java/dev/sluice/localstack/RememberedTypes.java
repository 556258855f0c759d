package dev.sluice.localstack;

import dev.sluice.localstack.engine.AwsAccount;
import dev.sluice.localstack.engine.CreatedResource;
import dev.sluice.localstack.engine.ResourceHandler;
import dev.sluice.localstack.engine.ResourceTypes;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The types that have nothing to create on this machine: they get an id and an ARN of the right form and give their inputs back.
 * They do not act: a role grants nothing, a security group cuts nothing, an alarm never fires.
 */
final class RememberedTypes {
  private RememberedTypes() {}

  static void addTo(ResourceTypes types, AwsAccount account) {
    // Identity. The id of these is their name.
    named(types, "aws:iam/role:Role", name -> account.globalArn("iam", "role/" + name));
    named(types, "aws:iam/policy:Policy", name -> account.globalArn("iam", "policy/" + name));
    named(types, "aws:iam/user:User", name -> account.globalArn("iam", "user/" + name));
    named(types, "aws:iam/instanceProfile:InstanceProfile", name -> account.globalArn("iam", "instance-profile/" + name));
    numbered(types, "aws:iam/rolePolicy:RolePolicy", "policy", account, "iam");
    numbered(types, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attachment", account, "iam");
    numbered(types, "aws:kms/key:Key", "key", account, "kms");
    numbered(types, "aws:kms/alias:Alias", "alias", account, "kms");
    // Network.
    numbered(types, "aws:ec2/vpc:Vpc", "vpc", account, "ec2");
    numbered(types, "aws:ec2/subnet:Subnet", "subnet", account, "ec2");
    numbered(types, "aws:ec2/internetGateway:InternetGateway", "igw", account, "ec2");
    numbered(types, "aws:ec2/natGateway:NatGateway", "nat", account, "ec2");
    numbered(types, "aws:ec2/eip:Eip", "eipalloc", account, "ec2");
    numbered(types, "aws:ec2/routeTable:RouteTable", "rtb", account, "ec2");
    numbered(types, "aws:ec2/route:Route", "r", account, "ec2");
    numbered(types, "aws:ec2/routeTableAssociation:RouteTableAssociation", "rtbassoc", account, "ec2");
    numbered(types, "aws:ec2/vpcEndpoint:VpcEndpoint", "vpce", account, "ec2");
    numbered(types, "aws:ec2/securityGroup:SecurityGroup", "sg", account, "ec2");
    numbered(types, "aws:ec2/securityGroupRule:SecurityGroupRule", "sgrule", account, "ec2");
    types.add("aws:ec2/launchTemplate:LaunchTemplate", numbered("lt", account, "ec2", Map.of("latestVersion", 1)));
    numbered(types, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "sgr", account, "ec2");
    numbered(types, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "sgr", account, "ec2");
    // Queues: ElasticMQ has no policies.
    numbered(types, "aws:sqs/queuePolicy:QueuePolicy", "policy", account, "sqs");
    numbered(types, "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "policy", account, "sqs");
    // Buckets: whoever reaches this machine's loopback reads them, whatever their policies say.
    numbered(types, "aws:s3/bucketPolicy:BucketPolicy", "policy", account, "s3");
    numbered(types, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", account, "s3");
    numbered(types, "aws:s3/bucketOwnershipControls:BucketOwnershipControls", "controls", account, "s3");
    numbered(types, "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "lifecycle", account, "s3");
    numbered(types, "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", "encryption", account, "s3");
    // Database surroundings.
    named(types, "aws:rds/subnetGroup:SubnetGroup", name -> account.arn("rds", "subgrp:" + name));
    named(types, "aws:rds/parameterGroup:ParameterGroup", name -> account.arn("rds", "pg:" + name));
    // Compute surroundings.
    types.add("aws:ecr/repository:Repository", request -> {
      String name = request.physicalName("name");
      return CreatedResource.answering(request).with("name", name).with("arn", account.arn("ecr", "repository/" + name))
          .with("repositoryUrl", account.id() + ".dkr.ecr." + account.region() + ".amazonaws.com/" + name).remembered(name);
    });
    numbered(types, "aws:ecr/lifecyclePolicy:LifecyclePolicy", "policy", account, "ecr");
    numbered(types, "aws:ecr/repositoryPolicy:RepositoryPolicy", "policy", account, "ecr");
    numbered(types, "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "ns", account, "servicediscovery");
    numbered(types, "aws:servicediscovery/httpNamespace:HttpNamespace", "ns", account, "servicediscovery");
    numbered(types, "aws:servicediscovery/service:Service", "srv", account, "servicediscovery");
    numbered(types, "aws:lb/listenerRule:ListenerRule", "rule", account, "elasticloadbalancing");
    numbered(types, "aws:acm/certificate:Certificate", "certificate", account, "acm");
    // Watching. Task output goes to files whatever the log group says.
    named(types, "aws:cloudwatch/logGroup:LogGroup", name -> account.arn("logs", "log-group:" + name));
    named(types, "aws:cloudwatch/metricAlarm:MetricAlarm", name -> account.arn("cloudwatch", "alarm:" + name));
    named(types, "aws:cloudwatch/dashboard:Dashboard", name -> account.globalArn("cloudwatch", "dashboard/" + name));
    named(types, "aws:sns/topic:Topic", name -> account.arn("sns", name));
    numbered(types, "aws:sns/topicSubscription:TopicSubscription", "subscription", account, "sns");
  }

  /** A type whose id is its name. */
  private static void named(ResourceTypes types, String type, UnaryOperator<String> arn) {
    types.add(type, request -> {
      String name = request.physicalName("name");
      return CreatedResource.answering(request).with("name", name).with("arn", arn.apply(name)).remembered(name);
    });
  }

  /** A type that AWS gives an id to, such as {@code sg-0a1b2c3}. */
  private static void numbered(ResourceTypes types, String type, String prefix, AwsAccount account, String service) {
    types.add(type, numbered(prefix, account, service, Map.of()));
  }

  private static ResourceHandler numbered(String prefix, AwsAccount account, String service, Map<String, Object> more) {
    return request -> {
      String automatic = request.physicalName("no such property");
      String id = prefix + "-0" + automatic.substring(automatic.lastIndexOf('-') + 1);
      CreatedResource.Builder answer = CreatedResource.answering(request).withDefault("name", automatic)
          .with("arn", account.arn(service, prefix + "/" + id));
      more.forEach(answer::with);
      return answer.remembered(id);
    };
  }
}
