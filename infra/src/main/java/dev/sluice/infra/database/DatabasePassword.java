package dev.sluice.infra.database;

import com.pulumi.aws.secretsmanager.Secret;
import com.pulumi.aws.secretsmanager.SecretArgs;
import com.pulumi.aws.secretsmanager.SecretVersion;
import com.pulumi.aws.secretsmanager.SecretVersionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * A password that nobody chose and nobody sees, held in Secrets Manager.
 *
 * <p>Each evaluation of the program offers a fresh one. The first that is stored stays: later offers are ignored changes, and
 * whoever needs the password takes the stored one from {@link #text()}, so that an update that failed half-way goes on with
 * the same. See docs/decisions/0002-database-password.md.
 */
public final class DatabasePassword extends ComponentResource {
  /**
   * What a password is made from.
   *
   * @param secretName name in Secrets Manager
   * @param generation which password; another generation is another one
   * @param recovery how long the deleted secret can be brought back; zero deletes it at once
   */
  public record Args(String secretName, int generation, Duration recovery) {}

  /** 24 random bytes are 32 letters of the URL-safe alphabet: none that RDS or a JDBC address would refuse. */
  private static final int RANDOM_BYTES = 24;

  private final Output<String> text;
  private final Output<String> secretArn;

  public DatabasePassword(String name, Args args, ComponentResourceOptions options) {
    super("sluice:database:DatabasePassword", name, options);
    Secret secret = new Secret(name, SecretArgs.builder()
        .name(args.secretName())
        .description("Password of the role that owns the database.")
        .recoveryWindowInDays((int) args.recovery().toDays())
        .build(), CustomResourceOptions.builder().parent(this).build());
    SecretVersion version = new SecretVersion(name + "-" + args.generation(), SecretVersionArgs.builder()
        .secretId(secret.id())
        .secretString(Output.ofSecret(offer(new SecureRandom())))
        .build(), CustomResourceOptions.builder().parent(this).ignoreChanges("secretString").build());

    text = version.secretString().applyValue(stored -> stored.orElse(null)).asSecret();
    // From the version, so that a task that reads the secret waits until it has a value.
    secretArn = version.arn();
    registerOutputs(Map.of("secretArn", secretArn));
  }

  private static String offer(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the stored password, marked secret. */
  Output<String> text() {
    return text;
  }

  /** Returns where a task definition finds it ({@code valueFrom}). */
  public Output<String> secretArn() {
    return secretArn;
  }
}
