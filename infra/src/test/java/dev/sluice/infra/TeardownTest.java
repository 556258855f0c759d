package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TeardownTest {
  @Test
  void anUnprotectedCopyDiffersInNothingElse() {
    StackConfiguration configuration = StackConfiguration.of("prod", EvaluatedStack.LEAST);
    assertThat(configuration.isProtected()).isTrue();
    assertThat(configuration.unprotected().isProtected()).isFalse();
    assertThat(configuration.unprotected()).usingRecursiveComparison().ignoringFields("isProtected").isEqualTo(configuration);
  }

  @Test
  void protectionIsLiftedForTheNamedStackOnly() {
    assertThat(protection(Map.of(Teardown.VARIABLE, "prod"))).isFalse();
    assertThat(protection(Map.of(Teardown.VARIABLE, "dev"))).isTrue();
    assertThat(protection(Map.of())).isTrue();
  }

  private static boolean protection(Map<String, String> environment) {
    StackConfiguration configuration = StackConfiguration.of("prod", EvaluatedStack.LEAST);
    EvaluatedStack stack = EvaluatedStack.of(configuration, context -> Teardown.define(context, configuration, environment));
    var database = stack.only("aws:rds/instance:Instance");
    assertThat(stack.only("aws:lb/loadBalancer:LoadBalancer").input("enableDeletionProtection")).isEqualTo(database.isProtected());
    assertThat(database.input("deletionProtection")).isEqualTo(database.isProtected());
    return database.isProtected();
  }
}
