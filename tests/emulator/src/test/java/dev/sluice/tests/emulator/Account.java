package dev.sluice.tests.emulator;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The emulator's account, seen with the AWS SDK and not with Pulumi. */
final class Account {
  private static final StaticCredentialsProvider NOBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

  final CloudWatchClient cloudWatch;
  final CloudWatchLogsClient logs;
  final Ec2Client ec2;
  final EcrClient ecr;
  final EcsClient ecs;
  final ElasticLoadBalancingV2Client loadBalancing;
  final IamClient iam;
  final RdsClient rds;
  final S3Client s3;
  final SecretsManagerClient secrets;
  final ServiceDiscoveryClient discovery;
  final SnsClient sns;
  final SqsClient sqs;

  Account(URI endpoint) {
    cloudWatch = client(CloudWatchClient.builder(), endpoint);
    logs = client(CloudWatchLogsClient.builder(), endpoint);
    ec2 = client(Ec2Client.builder(), endpoint);
    ecr = client(EcrClient.builder(), endpoint);
    ecs = client(EcsClient.builder(), endpoint);
    loadBalancing = client(ElasticLoadBalancingV2Client.builder(), endpoint);
    iam = client(IamClient.builder(), endpoint);
    rds = client(RdsClient.builder(), endpoint);
    s3 = client(S3Client.builder().forcePathStyle(true), endpoint);
    secrets = client(SecretsManagerClient.builder(), endpoint);
    discovery = client(ServiceDiscoveryClient.builder(), endpoint);
    sns = client(SnsClient.builder(), endpoint);
    sqs = client(SqsClient.builder(), endpoint);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(B builder, URI endpoint) {
    return builder.endpointOverride(endpoint).region(Region.US_EAST_1).credentialsProvider(NOBODY).build();
  }
}
