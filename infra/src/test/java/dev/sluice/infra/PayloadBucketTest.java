package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadBucketTest {
  private static final List<String> SURROUNDINGS = List.of(
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
      "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
      "aws:s3/bucketPolicy:BucketPolicy");

  @Test
  void theBucketIsPrivateAndEncryptedAndKeepsWhatIsInIt() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());
    assertThat(stack.only("aws:s3/bucketV2:BucketV2").inputs()).containsEntry("forceDestroy", false);
    assertThat(stack.only(SURROUNDINGS.get(0)).inputs()).containsAllEntriesOf(Map.of(
        "blockPublicAcls", true, "blockPublicPolicy", true, "ignorePublicAcls", true, "restrictPublicBuckets", true));
    assertThat(String.valueOf(stack.only(SURROUNDINGS.get(1)).inputs())).contains("BucketOwnerEnforced");
    assertThat(String.valueOf(stack.only(SURROUNDINGS.get(2)).inputs())).contains("AES256");
    assertThat(String.valueOf(stack.only(SURROUNDINGS.get(3)).inputs())).contains("abortIncompleteMultipartUpload", "Enabled");
    assertThat(String.valueOf(stack.only(SURROUNDINGS.get(4)).inputs())).contains("Deny", "aws:SecureTransport");
  }

  @Test
  void servicesAreToldWhereItIs() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());
    for (String service : List.of("coordinator", "worker-default")) {
      assertThat(stack.environment(service).get("SLUICE_PAYLOAD_STORE")).startsWith("s3://").contains("/sluice-");
    }
  }

  @Test
  void withoutItNothingOfS3IsDeclaredOrGranted() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("payloadBucket", "false"));
    assertThat(stack.ofType("aws:s3/bucketV2:BucketV2")).isEmpty();
    SURROUNDINGS.forEach(type -> assertThat(stack.ofType(type)).as(type).isEmpty());
    assertThat(stack.environment("worker-default")).containsEntry("SLUICE_PAYLOAD_STORE", "none");
    assertThat(stack.ofType("aws:iam/rolePolicy:RolePolicy")).isNotEmpty()
        .allSatisfy(policy -> assertThat(String.valueOf(policy.inputs())).doesNotContain("s3:"));
  }
}
