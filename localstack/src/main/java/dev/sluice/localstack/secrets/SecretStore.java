package dev.sluice.localstack.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.localstack.engine.AwsAccount;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/** The secrets and parameters of one cloud, in memory only. Safe for any thread. */
public final class SecretStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  /** {@code arn:aws:secretsmanager:region:account:secret:name-suffix} and then, for ECS, key, version stage and version. */
  private static final int ARN_PARTS = 7;

  private final AwsAccount account;
  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

  /**
   * One secret.
   *
   * @param value its current version, empty until one was put
   */
  public record Secret(String arn, String name, Optional<String> value) {
    /** Leaves the value out. */
    @Override
    public String toString() {
      return "Secret[" + arn + "]";
    }
  }

  public SecretStore(AwsAccount account) {
    this.account = account;
  }

  /** Makes a secret without a value and returns its ARN, which ends in six characters as those of AWS do. */
  public String create(String name) {
    CRC32 checksum = new CRC32();
    checksum.update(name.getBytes(StandardCharsets.UTF_8));
    String arn = account.arn("secretsmanager", "secret:" + name + "-" + String.format("%08x", checksum.getValue()).substring(2));
    secrets.put(arn, new Secret(arn, name, Optional.empty()));
    return arn;
  }

  /** Makes an SSM parameter and returns its ARN. */
  String createParameter(String name, String value) {
    String arn = account.arn("ssm", "parameter/" + (name.startsWith("/") ? name.substring(1) : name));
    secrets.put(arn, new Secret(arn, name, Optional.of(value)));
    return arn;
  }

  /** Sets the current value of a secret, named by ARN or name. */
  public void put(String id, String value) {
    Secret secret = find(id).orElseThrow(() -> new UnknownSecretException(id, "no such secret"));
    secrets.put(secret.arn(), new Secret(secret.arn(), secret.name(), Optional.of(value)));
  }

  /** Finds a secret or parameter by ARN or name. */
  public Optional<Secret> find(String id) {
    Secret byArn = secrets.get(id);
    return byArn != null ? Optional.of(byArn) : secrets.values().stream().filter(secret -> secret.name().equals(id)).findFirst();
  }

  /**
   * Returns what a task definition's {@code valueFrom} stands for: the ARN of a secret or parameter, the name of a parameter, or
   * the ARN of a secret followed by {@code :jsonKey:versionStage:versionId}, of which the last two must be left empty here.
   *
   * @throws UnknownSecretException if there is no such value
   */
  public String resolve(String valueFrom) {
    String[] parts = valueFrom.split(":", -1);
    String id = parts.length > ARN_PARTS ? String.join(":", java.util.Arrays.copyOf(parts, ARN_PARTS)) : valueFrom;
    String value = find(id).flatMap(Secret::value).orElseThrow(() -> new UnknownSecretException(valueFrom, "it has no value"));
    if (parts.length <= ARN_PARTS || parts[ARN_PARTS].isEmpty()) {
      return value;
    }
    try {
      JsonNode field = JSON.readTree(value).get(parts[ARN_PARTS]);
      if (field == null) {
        throw new UnknownSecretException(valueFrom, "its JSON has no field " + parts[ARN_PARTS]);
      }
      return field.isTextual() ? field.textValue() : field.toString();
    } catch (JsonProcessingException e) {
      throw new UnknownSecretException(valueFrom, "it is not JSON");
    }
  }
}
