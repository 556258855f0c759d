package dev.sluice.localstack.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.localstack.engine.AwsAccount;
import org.junit.jupiter.api.Test;

final class SecretStoreTest {
  private final SecretStore store = new SecretStore(new AwsAccount("000000000000", "us-east-1"));

  @Test
  void aValueIsFoundByArnAndOneFieldOfItByKey() {
    String arn = store.create("login");
    store.put(arn, "{\"user\":\"a\",\"port\":5432}");
    assertThat(arn).matches("arn:aws:secretsmanager:us-east-1:000000000000:secret:login-[0-9a-f]{6}");
    assertThat(store.resolve(arn)).isEqualTo("{\"user\":\"a\",\"port\":5432}");
    assertThat(store.resolve(arn + ":user::")).isEqualTo("a");
    assertThat(store.resolve(arn + ":port::")).isEqualTo("5432");
    assertThat(store.find("login").orElseThrow().toString()).doesNotContain("5432");
  }

  @Test
  void aParameterIsFoundByArnAndName() {
    String arn = store.createParameter("/app/key", "value");
    assertThat(store.resolve(arn)).isEqualTo("value");
    assertThat(store.resolve("/app/key")).isEqualTo("value");
  }

  @Test
  void whatIsNotThereIsRefusedWithItsName() {
    String arn = store.create("empty");
    assertThatThrownBy(() -> store.resolve(arn)).isInstanceOf(UnknownSecretException.class)
        .hasMessageContaining("it has no value");
    store.put(arn, "plain");
    assertThatThrownBy(() -> store.resolve(arn + ":key::")).hasMessageContaining("it is not JSON");
    store.put(arn, "{}");
    assertThatThrownBy(() -> store.resolve(arn + ":key::")).hasMessageContaining("no field key");
    assertThatThrownBy(() -> store.put("nowhere", "x")).hasMessageContaining("nowhere");
  }
}
