package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.infra.configuration.ConfigurationKey;
import dev.sluice.infra.configuration.ConfiguredSettings;
import dev.sluice.infra.configuration.FlatKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No key is decoration: each one, changed, changes what is declared. */
final class EveryKeyHasAnEffectTest {
  private static final Map<String, String> EXISTING = Map.of("network", "existing", "vpcId", "vpc-1",
      "publicSubnets", "subnet-1,subnet-2", "privateSubnets", "subnet-3,subnet-4", "loadBalancerSources", "10.0.0.0/8");
  private static final Map<String, String> MACHINES = Map.of("launchType", "EC2", "machines", "new");
  private static final Map<String, String> TLS = Map.of(
      "certificateArn", "arn:aws:acm:x", "domainName", "jobs.test", "loadBalancerPort", "443", "loadBalancerInternal", "false");
  /** Evaluated once each; most keys start from the same stack. */
  private static final Map<Map<String, String>, TreeSet<String>> DECLARED = new HashMap<>();

  @ParameterizedTest
  @EnumSource(ConfigurationKey.class)
  void aChangedKeyChangesTheStack(ConfigurationKey key) {
    Map<String, String> before = new HashMap<>(surroundings(key));
    before.putIfAbsent("protected", "false");
    Map<String, String> after = new HashMap<>(before);
    after.put(key.key(), changed(key));
    assertThat(declared(after)).as(key.key() + " = " + changed(key)).isNotEqualTo(declared(before));
  }

  @Test
  void everyChangedSettingReachesItsReaders() {
    Map<String, String> changed = new HashMap<>();
    for (Setting setting : ConfiguredSettings.all()) {
      changed.put(FlatKey.of(setting), changed(setting));
    }
    changed.put("protected", "false");
    EvaluatedStack stack = EvaluatedStack.with(changed);

    for (Setting setting : ConfiguredSettings.all()) {
      Stream.of(ServiceKind.values()).filter(setting::isReadBy).forEach(kind ->
          assertThat(stack.environment(kind == ServiceKind.WORKER ? "worker-default" : kind.label()))
              .containsEntry(setting.key(), changed(setting)));
      assertThat(changed(setting)).isNotEqualTo(setting.defaultText().orElseThrow());
    }
  }

  private static String changed(Setting setting) {
    return switch (setting) {
      case DATABASE_SCHEMA -> "other";
      case OUTBOX_QUEUE_URLS -> "{\"mail\":\"https://sqs.eu-central-1.amazonaws.com/000000000000/mail.fifo\"}";
      case HTTP_HOST -> "127.0.0.1";
      case LOG_LEVEL -> "DEBUG";
      case BACKOFF_JITTER -> "0.3";
      case RECEIVE_WAIT -> "10s";
      case LEASE_DURATION -> "20s";
      case SCHEDULES_ENABLED -> "false";
      default -> oneMore(setting.defaultText().orElseThrow());
    };
  }

  /** 5 is 6, 30s is 31s. */
  private static String oneMore(String text) {
    String digits = text.replaceAll("[^0-9].*", "");
    return Integer.parseInt(digits) + 1 + text.substring(digits.length());
  }

  private static Map<String, String> surroundings(ConfigurationKey key) {
    return switch (key) {
      case VPC_ID, PUBLIC_SUBNETS, PRIVATE_SUBNETS -> with(EXISTING, key == ConfigurationKey.PUBLIC_SUBNETS ? TLS : Map.of());
      case MACHINE_TYPE, MIN_MACHINES, MAX_MACHINES -> MACHINES;
      case ATTACH_NETWORK -> Map.of("launchType", "EC2", "networkMode", "bridge", "discovery", "false");
      case MACHINES, NETWORK_MODE -> Map.of("launchType", "EC2", "discovery", "false");
      case CERTIFICATE_ARN, DOMAIN_NAME, LOAD_BALANCER_INTERNAL -> TLS;
      case NETWORK -> Map.of("loadBalancerSources", "10.0.0.0/8");
      default -> Map.of();
    };
  }

  private static Map<String, String> with(Map<String, String> texts, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(texts);
    all.putAll(more);
    return all;
  }

  private static String changed(ConfigurationKey key) {
    return switch (key) {
      case NAME_PREFIX, DATABASE_NAME, DATABASE_USER, IMAGE_PREFIX -> "other";
      case IMAGE_TAG -> "2.0";
      case PROTECTED -> "true";
      case DASHBOARD, DISCOVERY, SIMULATOR, ALARMS, QUEUE_TLS_ONLY, DATABASE_TLS, DATABASE_LOGS,
          IMAGE_REPOSITORIES, NAT_PER_ZONE, DATABASE_MULTI_ZONE, CHAOS, PAYLOAD_BUCKET, PAYLOAD_BUCKET_FORCE_DESTROY -> key.defaultText().equals("true") ? "false" : "true";
      case LOAD_BALANCER_INTERNAL -> "true";
      case NETWORK -> "existing";
      case NETWORK_ADDRESSES -> "10.99.0.0/16";
      case AVAILABILITY_ZONES -> "eu-central-1b,eu-central-1c";
      case EGRESS -> "endpoints";
      case VPC_ID -> "vpc-2";
      case PUBLIC_SUBNETS, PRIVATE_SUBNETS -> "subnet-8,subnet-9";
      case QUEUES -> "default,bulk";
      case MESSAGE_RETENTION -> "5d";
      case DEAD_LETTER_RETENTION -> "13d";
      case DATABASE_MAJOR_VERSION -> "16";
      case DATABASE_INSTANCE_CLASS -> "db.m7g.xlarge";
      case DATABASE_STORAGE -> "30";
      case DATABASE_STORAGE_LIMIT -> "200";
      case DATABASE_BACKUP_RETENTION -> "8d";
      case SECRET_RECOVERY -> "10d";
      case LAUNCH_TYPE -> "EC2";
      case NETWORK_MODE -> "bridge";
      case ATTACH_NETWORK -> "always";
      case MACHINES -> "new";
      case MACHINE_TYPE -> "m7i.xlarge";
      case ARCHITECTURE -> "ARM64";
      case DATABASE_PASSWORD_GENERATION -> "2";
      case MIN_MACHINES, MAX_MACHINES -> "3";
      case COORDINATOR_COUNT -> "2";
      case COORDINATOR_CPU, AUTOSCALER_CPU, SIMULATOR_CPU -> "256".equals(key.defaultText()) ? "512" : "256";
      case COORDINATOR_MEMORY, AUTOSCALER_MEMORY, SIMULATOR_MEMORY -> "1024";
      case COORDINATOR_PORT, AUTOSCALER_PORT, WORKER_PORT -> "9090";
      case WORKER_POOLS -> "[{\"name\": \"other\"}]";
      case STOP_TIMEOUT -> "100s";
      case HEALTH_CHECK_INTERVAL, HEALTH_CHECK_GRACE -> "30s";
      case LOG_RETENTION -> "60d";
      case LOAD_BALANCER_PORT -> "8000";
      case LOAD_BALANCER_SOURCES -> "10.9.0.0/16";
      case CERTIFICATE_ARN -> "arn:aws:acm:y";
      case DOMAIN_NAME -> "other.test";
      case ALARM_EMAILS -> "ops@example.test";
    };
  }

  /** Everything that the engine would see; the random password aside. */
  private static TreeSet<String> declared(Map<String, String> texts) {
    return DECLARED.computeIfAbsent(texts, EveryKeyHasAnEffectTest::evaluate);
  }

  private static TreeSet<String> evaluate(Map<String, String> texts) {
    Map<String, String> complete = new HashMap<>(texts);
    if (texts.containsKey("network") && !texts.containsKey("vpcId")) {
      complete.putAll(EXISTING);
    }
    for (String service : List.of("coordinator", "autoscaler", "simulator")) {
      // Fargate has 512 cpu with at least 1024 MiB.
      if ("512".equals(texts.get(service + "Cpu"))) {
        complete.put(service + "Memory", "1024");
      }
    }
    EvaluatedStack stack = EvaluatedStack.with(complete);
    TreeSet<String> lines = stack.resources().stream()
        .map(resource -> resource.type() + " " + resource.name() + " " + resource.isProtected() + " " + inputs(resource))
        .collect(Collectors.toCollection(TreeSet::new));
    stack.outputs().forEach((name, value) -> lines.add(name + "=" + value));
    return lines;
  }

  private static Map<String, Object> inputs(RegisteredResource resource) {
    Map<String, Object> inputs = new TreeMap<>(resource.inputs());
    inputs.remove("secretString");
    inputs.remove("password");
    return inputs;
  }
}
