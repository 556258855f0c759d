package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.run.RunId;
import dev.sluice.examples.hello.Hello;
import dev.sluice.examples.load.NoOp;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GalleryTest {
  private final RunId run = RunId.next(InstantSource.system(), new Random(7));

  @Test
  void theServiceLoaderFindsEveryExample() {
    assertThat(JobRegistry.discover().names()).containsExactlyInAnyOrder("fast", "hello", "no-op", "slow", "word-count");
  }

  @Test
  void helloGreetsWhomItIsTold() throws Exception {
    assertThat(DirectRun.of(new Hello(), "{\"name\":\"Ada\"}", run)).isEqualTo("Hello, Ada!");
    assertThat(DirectRun.of(new Hello(), "{}", run)).isEqualTo("Hello, world!");
  }

  @Test
  void noOpYieldsTrue() throws Exception {
    assertThat(DirectRun.of(new NoOp(), "{}", run)).isTrue();
  }
}
