package dev.sluice.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.api.SubmitRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixedLoadTest {
  private final MixedLoad load = new MixedLoad("nightly", 30, 3, 0.02, 42);

  @Test
  void hasAsManyOfEachAsAskedInAnOrderOfItsOwn() {
    List<String> jobs = load.requests().stream().map(SubmitRequest::job).toList();
    assertThat(jobs).hasSize(33);
    assertThat(jobs.stream().filter("slow"::equals)).hasSize(3);
    assertThat(jobs.subList(30, 33)).isNotEqualTo(List.of("slow", "slow", "slow"));
  }

  @Test
  void theSameLoadGivesTheSameRequests() {
    assertThat(load.requests()).isEqualTo(new MixedLoad("nightly", 30, 3, 0.02, 42).requests());
    assertThat(load.requests()).isNotEqualTo(new MixedLoad("nightly", 30, 3, 0.02, 43).requests());
  }

  @Test
  void everyRequestHasAKeyOfItsOwnSoThatARepeatedSubmitStartsNothing() {
    assertThat(load.requests()).extracting(SubmitRequest::idempotencyKey).doesNotHaveDuplicates().allSatisfy(
        key -> assertThat(key).startsWith("nightly-"));
  }

  @Test
  void numbersBelowZeroAreRefused() {
    assertThatThrownBy(() -> new MixedLoad("x", -1, 0, 1, 1)).hasMessageContaining("fast -1");
    assertThatThrownBy(() -> new MixedLoad("x", 1, 0, Double.NaN, 1)).hasMessageContaining("NaN");
  }
}
