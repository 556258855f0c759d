package dev.sluice.examples;

import static dev.sluice.testing.RunAssert.assertThat;

import dev.sluice.examples.limit.ConcurrencyKey;
import dev.sluice.examples.limit.Priority;
import dev.sluice.examples.limit.RateLimit;
import dev.sluice.examples.map.MapWithWidth;
import dev.sluice.testing.JobTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long limits make a run last, and what goes first: the outputs of the table do not show that. */
class LimitsTest {
  @Test
  void aLicenceForTwoMakesThreeDrawingsTakeTwice() {
    var run = JobTest.of(new ConcurrencyKey()).taking("draw", Duration.ofMinutes(1)).run(new ConcurrencyKey.Building("tower", 3));
    assertThat(run).succeeded().took(Duration.ofMinutes(2));
  }

  @Test
  void aWidthOfTwoMakesFivePricesTakeThrice() {
    var run = JobTest.of(new MapWithWidth()).taking("ask-price", Duration.ofSeconds(10))
        .run(new MapWithWidth.WishList(List.of("lamp", "bulb", "rug", "desk", "bed")));
    assertThat(run).succeeded().took(Duration.ofSeconds(30));
  }

  @Test
  void twentyASecondIsOneEachFiftyMilliseconds() {
    var run = JobTest.of(new RateLimit()).run(new RateLimit.Tour(List.of("Ulm", "Bremen", "Kiel")));
    assertThat(run).succeeded().took(Duration.ofMillis(100));
  }

  @Test
  void whatIsUrgentGoesFirst() {
    assertThat(JobTest.of(new Priority()).run("Quay 1")).succeeded().ranInOrder("route", "statistics", "log");
  }
}
