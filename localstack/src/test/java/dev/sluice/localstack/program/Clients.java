package dev.sluice.localstack.program;

import dev.sluice.localstack.LocalCloud;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** AWS SDK clients of a local cloud, all through its gateway. */
public final class Clients {
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"));

  private Clients() {}

  public static SqsClient sqs(LocalCloud cloud) {
    return SqsClient.builder().endpointOverride(cloud.endpoint()).region(Region.US_EAST_1).credentialsProvider(CREDENTIALS)
        .build();
  }

  public static EcsClient ecs(LocalCloud cloud) {
    return EcsClient.builder().endpointOverride(cloud.endpoint()).region(Region.US_EAST_1).credentialsProvider(CREDENTIALS)
        .build();
  }
}
