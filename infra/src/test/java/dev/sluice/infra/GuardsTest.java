package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pulumi.test.PulumiTest;
import dev.sluice.infra.ImpossibleStackException.Refusal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One broken configuration a guard; a guard without one fails {@link #everyGuardHasABrokenConfiguration()}. */
final class GuardsTest {
  private static final Map<String, Map<String, String>> BROKEN = new LinkedHashMap<>();

  static {
    broken("some-queue", Map.of("queues", ""));
    broken("queue-name", Map.of("queues", "orders/eu"));
    broken("queue-is-served", Map.of("queues", "default,bulk", "workerPools", "[{\"name\": \"a\", \"queues\": [\"default\"]}]"));
    broken("pool-serves-known-queues", Map.of("workerPools", "[{\"name\": \"a\", \"queues\": [\"default\", \"defualt\"]}]"));
    broken("visibility-limit", Map.of("visibilityTimeout", "13h"));
    broken("retention-limit", Map.of("messageRetention", "15d"));
    broken("retention-covers-retries", Map.of("messageRetention", "1h", "maxAttempts", "20", "backoffBase", "5m"));
    broken("dead-letters-outlive-messages", Map.of("messageRetention", "7d", "deadLetterRetention", "3d"));
    broken("receives-limit", Map.of("maxReceives", "0"));
    broken("receive-wait-limit", Map.of("receiveWait", "25s"));
    broken("receive-wait-limit", Map.of("receiveWait", "0s"));

    broken("heartbeat-beats", Map.of("heartbeatInterval", "0s"));
    broken("visibility-covers-heartbeats", Map.of("visibilityTimeout", "20s", "heartbeatInterval", "10s"));
    broken("lease-covers-heartbeats", Map.of("leaseDuration", "15s", "heartbeatInterval", "6s"));
    broken("visibility-covers-lease", Map.of("visibilityTimeout", "30s", "leaseDuration", "31s"));
    broken("drain-before-kill", Map.of("drainTimeout", "120s", "stopTimeout", "120s"));
    broken("stop-timeout-limit", Map.of("stopTimeout", "150s"));
    broken("some-attempt", Map.of("maxAttempts", "0"));
    broken("backoff-grows", Map.of("backoffFactor", "0.5"));
    broken("backoff-jitter-is-a-share", Map.of("backoffJitter", "1.5"));

    broken("outbox-queue-address", Map.of("outboxQueueUrls", "{\"mail\": \"mail.fifo\"}"));
    broken("some-pool", Map.of("workerPools", "[]"));
    broken("pool-name", Map.of("workerPools", "[{\"name\": \"Big One\"}]"));
    broken("pool-names-differ", Map.of("workerPools", "[{\"name\": \"a\"}, {\"name\": \"a\"}]"));
    broken("pool-limits", Map.of("workerPools", "[{\"name\": \"a\", \"min\": 4, \"max\": 3}]"));
    broken("pool-has-slots", Map.of("workerPools", "[{\"name\": \"a\", \"slots\": 0}]"));
    broken("spot-share", Map.of("workerPools", "[{\"name\": \"a\", \"spotShare\": 101}]"));
    broken("scaling-thresholds", Map.of("scaleUpBacklog", "2", "scaleDownBacklog", "2"));
    broken("window-wakes-every-worker", Map.of("publishWindow", "10", "maxWorkers", "11"));
    broken("payload-fits-request", Map.of("payloadInlineLimit", "9MiB"));
    broken("payload-limits-in-order", Map.of("maxPayloadSize", "100KiB"));
    broken("payload-grace", Map.of("payloadGrace", "59m"));
    broken("some-coordinator", Map.of("coordinatorCount", "0"));

    broken("fargate-size", Map.of("autoscalerMemory", "384"));
    broken("container-memory", Map.of("coordinatorMemory", "64"));
    broken("fargate-network", Map.of("networkMode", "bridge"));
    broken("fargate-has-no-machines", Map.of("machines", "new"));
    broken("machines-need-task-network",
        Map.of("launchType", "EC2", "machines", "new", "networkMode", "bridge", "discovery", "false"));
    broken("machines-fit-architecture", Map.of("launchType", "EC2", "machines", "new", "machineType", "m7g.large"));
    broken("machine-limits", Map.of("launchType", "EC2", "machines", "new", "minMachines", "5", "maxMachines", "4"));
    broken("container-port", Map.of("workerPort", "70000"));
    broken("host-ports-differ", Map.of("launchType", "EC2", "networkMode", "host", "autoscalerPort", "8080"));
    broken("health-check-limit", Map.of("healthCheckInterval", "2s"));
    broken("log-retention", Map.of("logRetention", "10d"));
    broken("discovery-needs-task-network", Map.of("launchType", "EC2", "networkMode", "host", "discovery", "true"));

    broken("instance-class", Map.of("databaseInstanceClass", "db.huge"));
    broken("connections-suffice", Map.of("databaseInstanceClass", "db.t4g.micro", "maxWorkers", "20"));
    broken("database-version", Map.of("databaseMajorVersion", "9"));
    broken("database-name", Map.of("databaseUser", "rdsadmin"));
    broken("database-storage", Map.of("databaseStorage", "5"));
    broken("storage-can-grow", Map.of("databaseStorage", "100", "databaseStorageLimit", "105"));
    broken("backup-limit", Map.of("databaseBackupRetention", "40d"));
    broken("secret-recovery", Map.of("secretRecovery", "3d"));

    broken("name-prefix", Map.of("namePrefix", "Sluice_1"));
    broken("two-zones", Map.of("availabilityZones", "eu-central-1a"));
    broken("network-addresses", Map.of("networkAddresses", "10.20.0.1/16"));
    broken("addresses-suffice", Map.of("networkAddresses", "10.9.0.0/23", "egress", "endpoints"));
    broken("existing-network", Map.of("network", "existing", "privateSubnets", "subnet-1,subnet-2"));
    broken("new-network", Map.of("vpcId", "vpc-1"));
    broken("services-reach-aws", Map.of("egress", "none"));
    broken("nat-per-zone", Map.of("natPerZone", "true", "egress", "endpoints"));
    broken("caller-addresses", Map.of("loadBalancerSources", "everyone"));
    broken("certificate-port", Map.of("certificateArn", "arn:aws:acm:x", "domainName", "jobs.test", "loadBalancerPort", "80"));
    broken("certificate-name", Map.of("certificateArn", "arn:aws:acm:x", "loadBalancerPort", "443"));
    broken("public-api-needs-tls", Map.of("loadBalancerInternal", "false"));

    broken("production-is-protected", Map.of("protected", "false"));
    broken("protected-keeps-backups", Map.of("databaseBackupRetention", "1d"));
    broken("protected-encrypts", Map.of("databaseTls", "false"));
    broken("protected-names-images", Map.of("imageTag", "latest"));
    broken("protected-recovers-secrets", Map.of("secretRecovery", "0d"));
    broken("protected-has-alarms", Map.of("alarms", "false"));
    broken("protected-keeps-payloads", Map.of("payloadBucketForceDestroy", "true"));
    broken("protected-has-no-chaos", Map.of("chaos", "true"));
    broken("protected-is-no-emulator", Map.of("launchType", "EC2", "networkMode", "bridge", "attachNetwork", "always"));
    broken("emails-need-alarms", Map.of("protected", "false", "alarms", "false", "alarmEmails", "a@b.test"));
    broken("tags-name-their-stack", Map.of("aws:defaultTags", "{\"tags\": {\"project\": \"sluice\", \"stack\": \"dev\"}}"));
  }

  private static void broken(String guard, Map<String, String> texts) {
    BROKEN.put(guard, texts);
  }

  static Stream<String> guards() {
    return BROKEN.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("guards")
  void aBrokenConfigurationIsRefusedByItsGuardWithAFix(String guard) {
    StackConfiguration configuration = production(BROKEN.getOrDefault(guard, Map.of()));

    List<Refusal> refusals = Guards.refusals(configuration);
    assertThat(refusals).extracting(Refusal::guard).contains(guard);
    assertThat(refusals).allSatisfy(refusal -> assertThat(refusal.reason()).hasSizeGreaterThan(20).doesNotContain("%s"));
  }

  @ParameterizedTest
  @CsvSource({
      "fargate-size, coordinatorMemory, 1536",
      "network-addresses, networkAddresses, 10.9.0.0/24",
      "addresses-suffice, networkAddresses, 10.9.0.0/23",
      "log-retention, logRetention, 1470m",
      "backup-limit, databaseBackupRetention, 23h",
      "backup-limit, databaseBackupRetention, 170h",
      "secret-recovery, secretRecovery, 12h",
      "secret-recovery, secretRecovery, 169h",
      "protected-recovers-secrets, secretRecovery, 12h"})
  void whatAwsWouldRefuseOrRoundDownIsRefused(String guard, String key, String text) {
    assertThat(Guards.refusals(production(Map.of(key, text)))).extracting(Refusal::guard).contains(guard);
  }

  @ParameterizedTest
  @CsvSource({
      "coordinatorMemory, 2048", "networkAddresses, 10.9.0.0/22", "databaseBackupRetention, 168h", "secretRecovery, 30d"})
  void theLastThatAwsTakesIsAllowed(String key, String text) {
    assertThat(Guards.refusals(production(Map.of(key, text)))).isEmpty();
  }

  @Test
  void aSmallNetworkIsEnoughForAFewTasks() {
    assertThat(Guards.refusals(production(Map.of("networkAddresses", "10.9.0.0/23", "maxWorkers", "5")))).isEmpty();
  }

  @Test
  void everyGuardHasABrokenConfiguration() {
    assertThat(BROKEN.keySet()).containsExactlyInAnyOrderElementsOf(Guards.names());
    assertThat(Guards.names()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(25);
  }

  @Test
  void whatEveryStackMustSayIsEnough() {
    assertThat(Guards.refusals(production(Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localstack", "dev", "prod"})
  void everyStackFilePasses(String stack) {
    assertThat(Guards.refusals(StackConfiguration.fromFile(Path.of(".."), stack))).isEmpty();
  }

  @Test
  void aRefusedStackDeclaresNothingAndTellsEveryReason() {
    StackConfiguration configuration = production(Map.of("stopTimeout", "150s", "maxReceives", "0"));

    assertThatThrownBy(() -> Guards.check(configuration))
        .isInstanceOf(ImpossibleStackException.class)
        .hasMessageContaining("stack production is refused by 2 guard(s)")
        .hasMessageContaining("stop-timeout-limit: stopTimeout is 2m30s: ECS gives a stopping task at most 120s")
        .hasMessageContaining("receives-limit: maxReceives is 0");
    try {
      var result = PulumiTest.runTest(context -> PlatformStack.define(context, configuration));
      assertThat(result.exceptions()).anyMatch(ImpossibleStackException.class::isInstance);
      assertThat(result.resources()).noneMatch(resource -> resource.pulumiResourceType().startsWith("aws:"));
    } finally {
      PulumiTest.cleanup();
    }
  }

  private static StackConfiguration production(Map<String, String> texts) {
    Map<String, String> all = new LinkedHashMap<>(EvaluatedStack.LEAST);
    texts.forEach((key, text) -> all.put(key.contains(":") ? key : "sluice:" + key, text));
    return StackConfiguration.of("production", all);
  }
}
