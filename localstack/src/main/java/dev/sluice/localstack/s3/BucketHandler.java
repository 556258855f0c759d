package dev.sluice.localstack.s3;

import dev.sluice.localstack.engine.AwsAccount;
import dev.sluice.localstack.engine.CreatedResource;
import dev.sluice.localstack.engine.ResourceHandler;
import dev.sluice.localstack.engine.ResourceRequest;

/** {@code aws:s3/bucketV2:BucketV2}. What belongs to a bucket (policies, encryption, lifecycle) is remembered and does not act. */
public final class BucketHandler implements ResourceHandler {
  private static final String ARN = "arn:aws:s3:::";

  private final AwsAccount account;
  private final ObjectStore store;

  public BucketHandler(AwsAccount account, ObjectStore store) {
    this.account = account;
    this.store = store;
  }

  @Override
  public CreatedResource create(ResourceRequest request) {
    String name = request.physicalName("bucket");
    store.create(name);
    return CreatedResource.answering(request)
        .with("bucket", name)
        .with("arn", ARN + name)
        .with("region", account.region())
        .with("bucketDomainName", name + ".s3.amazonaws.com")
        .with("bucketRegionalDomainName", name + ".s3." + account.region() + ".amazonaws.com")
        .withDefault("forceDestroy", false)
        .created(name);
  }
}
