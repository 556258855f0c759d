package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DatabaseTest {
  private static final String INSTANCE = "aws:rds/instance:Instance";
  private static final String VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

  @Test
  void theInstanceIsPrivateEncryptedAndBackedUpAsConfigured() {
    RegisteredResource instance = EvaluatedStack.with(Map.of(
        "databaseInstanceClass", "db.m7g.large", "databaseStorage", "50", "databaseStorageLimit", "500",
        "databaseBackupRetention", "14d", "databaseMultiZone", "true")).only(INSTANCE);

    assertThat(instance.inputs())
        .containsEntry("engine", "postgres")
        .containsEntry("engineVersion", "17")
        .containsEntry("instanceClass", "db.m7g.large")
        .containsEntry("allocatedStorage", 50.0)
        .containsEntry("maxAllocatedStorage", 500.0)
        .containsEntry("backupRetentionPeriod", 14.0)
        .containsEntry("multiAz", true)
        .containsEntry("storageEncrypted", true)
        .containsEntry("publiclyAccessible", false);
  }

  /** RDS refuses another major version without the first, and puts changes off to its maintenance window without the second. */
  @Test
  void whatAnUpdateChangesOfTheInstanceIsChangedByThatUpdate() {
    assertThat(EvaluatedStack.with(Map.of("databaseMajorVersion", "18")).only(INSTANCE).inputs())
        .containsEntry("engineVersion", "18")
        .containsEntry("allowMajorVersionUpgrade", true)
        .containsEntry("applyImmediately", true);
  }

  @Test
  void theInstanceTakesTheStoredPasswordAndLaterOffersAreIgnored() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    RegisteredResource stored = stack.only(VERSION);
    assertThat(stored.text("secretString")).hasSize(32);
    assertThat(stored.ignoredChanges()).containsExactly("secretString");
    assertThat(stack.only(INSTANCE).text("password")).isEqualTo(stored.text("secretString"));
  }

  @Test
  void thePasswordStandsInNoOutputAndNoEnvironment() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    String password = stack.only(VERSION).text("secretString");
    assertThat(stack.outputs()).doesNotContainKey("SLUICE_DATABASE_PASSWORD");
    assertThat(stack.outputs().values()).noneMatch(value -> value.contains(password));
    assertThat(stack.ofType("aws:ecs/taskDefinition:TaskDefinition"))
        .noneMatch(task -> task.text("containerDefinitions").contains(password));
    assertThat(stack.secrets("coordinator")).containsOnlyKeys("SLUICE_DATABASE_PASSWORD");
  }

  @Test
  void everyEvaluationOffersAnotherPassword() {
    String first = EvaluatedStack.with(Map.of()).only(VERSION).text("secretString");
    assertThat(EvaluatedStack.with(Map.of()).only(VERSION).text("secretString")).isNotEqualTo(first);
  }
}
