package dev.sluice.localstack.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {
  @ParameterizedTest
  @CsvSource({"0, PT0S", "1, PT1S", "2, PT2S", "5, PT16S", "6, PT30S", "1000000, PT30S"})
  void thePauseDoublesUpToItsCeiling(int failures, Duration pause) {
    assertThat(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)).after(failures)).isEqualTo(pause);
  }

  @Test
  void aCeilingBelowTheFirstPauseIsRefused() {
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1))).hasMessageContaining("PT2S to PT1S");
  }
}
