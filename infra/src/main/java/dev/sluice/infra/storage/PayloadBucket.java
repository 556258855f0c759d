package dev.sluice.infra.storage;

import com.pulumi.aws.s3.BucketLifecycleConfigurationV2;
import com.pulumi.aws.s3.BucketLifecycleConfigurationV2Args;
import com.pulumi.aws.s3.BucketOwnershipControls;
import com.pulumi.aws.s3.BucketOwnershipControlsArgs;
import com.pulumi.aws.s3.BucketPolicy;
import com.pulumi.aws.s3.BucketPolicyArgs;
import com.pulumi.aws.s3.BucketPublicAccessBlock;
import com.pulumi.aws.s3.BucketPublicAccessBlockArgs;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2Args;
import com.pulumi.aws.s3.BucketV2;
import com.pulumi.aws.s3.BucketV2Args;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleFilterArgs;
import com.pulumi.aws.s3.inputs.BucketOwnershipControlsRuleArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.identity.PolicyDocument;
import dev.sluice.infra.json.Outputs;
import java.util.Map;

/** A private, encrypted bucket for payloads. It has no versions: what is written once is never written differently. */
public final class PayloadBucket extends ComponentResource {
  private static final int DAYS_OF_INCOMPLETE_UPLOADS = 1;

  /**
   * What a bucket is made from.
   *
   * @param namePrefix what the keys of the stack's payloads begin with
   * @param tlsOnly whether plain HTTP is denied
   * @param forceDestroy whether it may be deleted with what is in it
   * @param isKept whether it stays where it is, as private as it was, when the stack is destroyed
   */
  public record Args(String namePrefix, boolean tlsOnly, boolean forceDestroy, boolean isKept) {}

  private final Output<String> name;
  private final Output<String> arn;
  private final String prefix;

  public PayloadBucket(String name, Args args, ComponentResourceOptions options) {
    super("sluice:storage:PayloadBucket", name, options);
    var child = CustomResourceOptions.builder().parent(this).retainOnDelete(args.isKept()).build();
    // Names of buckets are unique in the whole world: the engine makes one up.
    BucketV2 bucket = new BucketV2(name, BucketV2Args.builder().forceDestroy(args.forceDestroy()).build(), child);
    var block = new BucketPublicAccessBlock(name, BucketPublicAccessBlockArgs.builder()
        .bucket(bucket.id()).blockPublicAcls(true).blockPublicPolicy(true).ignorePublicAcls(true).restrictPublicBuckets(true)
        .build(), child);
    new BucketOwnershipControls(name, BucketOwnershipControlsArgs.builder()
        .bucket(bucket.id())
        .rule(BucketOwnershipControlsRuleArgs.builder().objectOwnership("BucketOwnerEnforced").build())
        .build(), child);
    new BucketServerSideEncryptionConfigurationV2(name, BucketServerSideEncryptionConfigurationV2Args.builder()
        .bucket(bucket.id())
        .rules(BucketServerSideEncryptionConfigurationV2RuleArgs.builder()
            .applyServerSideEncryptionByDefault(BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs
                .builder().sseAlgorithm("AES256").build())
            .build())
        .build(), child);
    new BucketLifecycleConfigurationV2(name, BucketLifecycleConfigurationV2Args.builder()
        .bucket(bucket.id())
        .rules(BucketLifecycleConfigurationV2RuleArgs.builder()
            .id("incomplete-uploads")
            .status("Enabled")
            .filter(BucketLifecycleConfigurationV2RuleFilterArgs.builder().prefix("").build())
            .abortIncompleteMultipartUpload(BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs.builder()
                .daysAfterInitiation(DAYS_OF_INCOMPLETE_UPLOADS).build())
            .build())
        .build(), child);
    if (args.tlsOnly()) {
      // S3 changes one thing of a bucket at a time.
      var afterBlock = CustomResourceOptions.builder().parent(this).retainOnDelete(args.isKept()).dependsOn(block).build();
      new BucketPolicy(name, BucketPolicyArgs.builder()
          .bucket(bucket.id()).policy(Outputs.ifPresent(bucket.arn(), PolicyDocument::denyingPlainHttpTo)).build(), afterBlock);
    }
    this.name = bucket.id();
    this.arn = bucket.arn();
    this.prefix = args.namePrefix();
    registerOutputs(Map.of("name", this.name, "arn", arn));
  }

  public Output<String> arn() {
    return arn;
  }

  /** Returns what the keys of the stack's payloads begin with. */
  public String prefix() {
    return prefix;
  }

  /** Returns where the stack's payloads lie, as services are told it. */
  public Output<String> address() {
    return Outputs.ifPresent(name, bucket -> "s3://" + bucket + "/" + prefix);
  }
}
