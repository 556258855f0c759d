package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobRegistry;
import dev.sluice.examples.hello.Hello;
import dev.sluice.examples.load.NoOp;
import org.junit.jupiter.api.Test;

class GalleryTest {
  @Test
  void theServiceLoaderFindsEveryExample() {
    assertThat(JobRegistry.discover().names()).containsExactlyInAnyOrder("fast", "hello", "no-op", "slow", "word-count");
  }

  @Test
  void helloGreetsWhomItIsTold() throws Exception {
    assertThat(Example.of(new Hello(), "{\"name\":\"Ada\"}")).isEqualTo("Hello, Ada!");
    assertThat(Example.of(new Hello(), "{}")).isEqualTo("Hello, world!");
  }

  @Test
  void noOpYieldsTrue() throws Exception {
    assertThat(Example.of(new NoOp(), "{}")).isTrue();
  }
}
