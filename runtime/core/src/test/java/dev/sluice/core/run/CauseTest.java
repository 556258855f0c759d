package dev.sluice.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CauseTest {
  @Test
  void whatAFailureSaysIsKeptUpToALength() {
    Cause cause = Cause.of(new IllegalStateException("x".repeat(1_000_000), new IllegalArgumentException("y")));
    assertThat(cause.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(cause.message()).hasSize(8_000).matches("x*");
    assertThat(cause.stackTrace()).hasSize(8_000).startsWith("java.lang.IllegalStateException: x");
    assertThat(Cause.of(new IllegalStateException("short")).stackTrace())
        .startsWith("java.lang.IllegalStateException: short").contains("CauseTest");
  }

  @Test
  void lettersThatPostgresqlCannotKeepAreLeftOutAndTheirNamesAreNot() {
    Cause cause = Cause.of(new IllegalStateException("a\0b: \\u0000 cannot be converted to text"));
    assertThat(cause.message()).isEqualTo("ab: \\u0000 cannot be converted to text");
    assertThat(cause.stackTrace()).doesNotContain("\0").contains("ab: \\u0000");
    assertThat(Cause.named("T\0", "").type()).isEqualTo("T");
  }

  @Test
  void aFailureMaySayNothing() {
    assertThat(Cause.of(new IllegalStateException()).message()).isEqualTo("null");
  }
}
