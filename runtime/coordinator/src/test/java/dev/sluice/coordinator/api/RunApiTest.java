package dev.sluice.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.http.HttpService;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.submit.RunWaiter;
import dev.sluice.core.time.VirtualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunApiTest {
  private static final Duration RETENTION = Duration.ofDays(1);

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final InMemoryRunStore store = new InMemoryRunStore(clock);

  private RunId ended() {
    RunId run = RunId.next(clock, new Random(1));
    store.submit(List.of(new RunRequest(run, "hello", "v1", "{}", "greet", Map.of(), null,
        List.of(new OpPlan("greet", "default", 0, 3, List.of(), null)))), PublishWindow.CLOSED);
    store.cancel(run, "enough");
    clock.advance(RETENTION.plusDays(1));
    return run;
  }

  /** Retention strikes between the reading of a run and that of its ops. */
  private RunStore forgettingMeanwhile() {
    return (RunStore) Proxy.newProxyInstance(RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, given) -> {
      if (method.getName().equals("ops")) {
        store.forget(RETENTION, 10);
      }
      return method.invoke(store, given);
    });
  }

  @Test
  void aRunThatIsForgottenWhileItIsReadIsUnknownAndNotOneWithoutOps() {
    RunId run = ended();
    RunStore forgetting = forgettingMeanwhile();
    try (RunWaiter waiter = new RunWaiter(forgetting);
        HttpService http = new HttpService("127.0.0.1", 0).translating(Refusals::translate)) {
      new RunApi(forgetting, new WholePayloads(new Payloads(1 << 16)), waiter).addTo(http);
      http.start();
      assertThatThrownBy(() -> new CoordinatorClient(http.uri()).runWithoutPayloads(run))
          .isInstanceOfSatisfying(ApiException.class, refused -> assertThat(refused.code()).isEqualTo("unknown-run"));
    }
  }
}
