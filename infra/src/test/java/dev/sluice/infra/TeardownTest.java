package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TeardownTest {
  private static final String DATABASE = "aws:rds/instance:Instance";
  private static final String BUCKET = "aws:s3/bucketV2:BucketV2";
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T22:05:09Z"));

  @Test
  void anUnprotectedCopyDiffersInNothingButWhatOutlivesIt() {
    StackConfiguration configuration = StackConfiguration.of("prod", EvaluatedStack.LEAST);
    assertThat(configuration.isProtected()).isTrue();
    assertThat(configuration.unprotected("7", false).isProtected()).isFalse();
    assertThat(configuration.unprotected("7", false)).usingRecursiveComparison()
        .ignoringFields("isProtected", "database.finalSnapshot", "features.payloadBucketKept").isEqualTo(configuration);
  }

  @Test
  void protectionIsLiftedForTheNamedStackOnly() {
    assertThat(protection(Map.of(Teardown.VARIABLE, "prod"))).isFalse();
    assertThat(protection(Map.of(Teardown.VARIABLE, "dev"))).isTrue();
    assertThat(protection(Map.of())).isTrue();
  }

  /** What the update writes is all that a later destroy goes by, whoever calls it. */
  @Test
  void theFinalSnapshotOutlivesTheProtectionUnderANameThatNoEarlierOneHas() {
    assertThat(stack(Map.of(Teardown.VARIABLE, "prod")).only(DATABASE).inputs()).containsEntry("skipFinalSnapshot", false)
        .containsEntry("finalSnapshotIdentifier", "sluice-prod-final-20261123220509");
  }

  @Test
  void whatWasDeployedProtectedLeavesASnapshotAlsoWhereTheStackFileSaysProtectedNoMore() {
    StackConfiguration configuration = EvaluatedStack.configuration(Map.of("protected", "false"));
    EvaluatedStack stack = EvaluatedStack.of(configuration,
        context -> Teardown.define(context, configuration, Map.of(Teardown.VARIABLE, "test"), CLOCK));
    assertThat(stack.only(DATABASE).inputs()).containsEntry("skipFinalSnapshot", false);
  }

  @Test
  void theBucketThatTheSnapshotsRowsReferToStaysWithAllThatKeepsItPrivate() {
    EvaluatedStack near = stack(Map.of(Teardown.VARIABLE, "prod"));
    assertThat(near.resources()).filteredOn(resource -> resource.type().startsWith("aws:s3/")).hasSizeGreaterThan(1)
        .allMatch(RegisteredResource::isRetained);
    assertThat(near.resources()).filteredOn(resource -> !resource.type().startsWith("aws:s3/"))
        .noneMatch(RegisteredResource::isRetained);
    assertThat(stack(Map.of()).only(BUCKET).isRetained()).isFalse();
  }

  @Test
  void aBucketThatMayGoWithItsPayloadsGoes() {
    Map<String, String> texts = Map.of("sluice:protected", "false", "sluice:payloadBucketForceDestroy", "true");
    StackConfiguration configuration = EvaluatedStack.configuration(texts);
    assertThat(configuration.unprotected("7", false).features().payloadBucketKept()).isFalse();
  }

  /** The lift of its protection is an update of targets, which deletes those that are declared no more. */
  @Test
  void aBucketThatIsThereStaysThoughTheStackFileHasItNoMore() {
    StackConfiguration configuration = EvaluatedStack.configuration(Map.of("payloadBucket", "false"));
    Map<String, String> near = Map.of(Teardown.VARIABLE, "test", Teardown.BUCKET_VARIABLE, "true");
    EvaluatedStack stack = EvaluatedStack.of(configuration, context -> Teardown.define(context, configuration, near, CLOCK));
    assertThat(stack.only(BUCKET).isRetained()).isTrue();
    EvaluatedStack other = EvaluatedStack.of(configuration,
        context -> Teardown.define(context, configuration, Map.of(Teardown.BUCKET_VARIABLE, "true"), CLOCK));
    assertThat(other.resources()).extracting(RegisteredResource::type).doesNotContain(BUCKET);
  }

  private static boolean protection(Map<String, String> environment) {
    EvaluatedStack stack = stack(environment);
    var database = stack.only(DATABASE);
    assertThat(stack.only("aws:lb/loadBalancer:LoadBalancer").input("enableDeletionProtection")).isEqualTo(database.isProtected());
    assertThat(database.input("deletionProtection")).isEqualTo(database.isProtected());
    return database.isProtected();
  }

  private static EvaluatedStack stack(Map<String, String> environment) {
    StackConfiguration configuration = StackConfiguration.of("prod", EvaluatedStack.LEAST);
    return EvaluatedStack.of(configuration, context -> Teardown.define(context, configuration, environment, CLOCK));
  }
}
