package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.scaling.FleetUnavailableException;
import dev.sluice.core.schedule.Schedule;
import dev.sluice.core.store.Claim;
import dev.sluice.core.time.Pause;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the endpoints say that ECS and the load balancer ask. */
@Timeout(60)
class HealthTest {
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A job whose runs cannot be planned before the latch opens. */
  private record Hanging(CountDownLatch begun, CountDownLatch latch) implements JobSource<Hanging.Input, String> {
    record Input(String text) {}

    @Override
    public Job<Input, String> define(JobBuilder<Input> job) {
      job.schedule(Schedule.every(Duration.ofMinutes(1)), new Input("x"));
      return job.output(job.op("only", String.class, (input, context) -> input.text()).orderedBy(Input.class, this::key));
    }

    private String key(Input input) {
      begun.countDown();
      try {
        latch.await();
        return input.text();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static HttpResponse<String> get(TestStack stack, String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(stack.coordinator.uri().resolve(path)).build(), BodyHandlers.ofString());
  }

  private static void await(TestStack stack, int status, String text) throws Exception {
    HttpResponse<String> answer = get(stack, "/healthz");
    while (answer.statusCode() != status || !answer.body().contains(text)) {
      Pause.REAL.pause(Duration.ofMillis(5));
      answer = get(stack, "/healthz");
    }
  }

  /** The other loops go round, which the clock's step takes a moment to tell. */
  @Test
  void aCoordinatorWhoseSchedulesStandStillWantsARestart() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch latch = new CountDownLatch(1);
    try (TestStack stack = new TestStack(false, JobRegistry.of(List.of(new Hanging(begun, latch))))) {
      try {
        begun.await();
        await(stack, 200, "\"dispatcher\":\"turns\"");
        stack.clock.advance(Duration.ofMinutes(10));
        await(stack, 503, "\"dispatcher\":\"is stuck: schedules\"");
        assertThat(get(stack, "/readyz").statusCode()).isEqualTo(503);
      } finally {
        latch.countDown();
      }
      await(stack, 200, "\"dispatcher\":\"turns\"");
    }
  }

  @Test
  void anEcsThatIsAwayIsTroubleAndNoReasonForARestart() throws Exception {
    CountDownLatch troubled = new CountDownLatch(1);
    PlatformListener listener = new PlatformListener() {
      @Override
      public void troubled(String what, RuntimeException cause) {
        if (what.equals("instances") && cause instanceof FleetUnavailableException) {
          troubled.countDown();
        }
      }
    };
    try (TestStack stack = new TestStack(false, TestStack.JOBS, true, listener)) {
      stack.instances = names -> {
        throw new FleetUnavailableException("no answer", null);
      };
      stack.client.submit(SubmitRequest.of("double", new Double.Input(4)));
      stack.store.claim(new Claim("default@task-00000f", "default", 1, Duration.ofMinutes(10)), List.of());
      while (troubled.getCount() > 0) {
        stack.clock.advance(Duration.ofSeconds(1));
        Pause.REAL.pause(Duration.ofMillis(5));
      }
      await(stack, 200, "\"dispatcher\":\"turns\"");
      assertThat(get(stack, "/readyz").statusCode()).isEqualTo(200);
    }
  }
}
