package dev.sluice.localstack.secrets;

import dev.sluice.localstack.engine.CreatedResource;
import dev.sluice.localstack.engine.ResourceHandler;

/** Creates secrets, their versions, and parameters. */
public final class SecretHandlers {
  private SecretHandlers() {}

  /** {@code aws:secretsmanager/secret:Secret}. */
  public static ResourceHandler secret(SecretStore store) {
    return request -> {
      String name = request.physicalName("name");
      String arn = store.create(name);
      return CreatedResource.answering(request).with("name", name).with("arn", arn).created(arn);
    };
  }

  /** {@code aws:secretsmanager/secretVersion:SecretVersion}. */
  public static ResourceHandler secretVersion(SecretStore store) {
    return request -> {
      String secret = request.inputs().requiredText("secretId");
      store.put(secret, request.inputs().requiredText("secretString"));
      return CreatedResource.answering(request).with("arn", secret).with("versionId", "1").created(secret + "|1");
    };
  }

  /** {@code aws:ssm/parameter:Parameter}. */
  public static ResourceHandler parameter(SecretStore store) {
    return request -> {
      String name = request.physicalName("name");
      String value = request.inputs().text("value").or(() -> request.inputs().text("insecureValue")).orElseThrow(
          () -> new IllegalArgumentException("parameter " + name + ": value is required"));
      String arn = store.createParameter(name, value);
      return CreatedResource.answering(request).with("name", name).with("arn", arn).with("version", 1).created(name);
    };
  }
}
