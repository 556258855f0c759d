package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What keeps ops of several runs apart, which a row of the table cannot show. */
class LimitsTest {
  private final Stage stage = Stage.of(JobRegistry.discover());

  @AfterEach
  void close() {
    stage.close();
  }

  private List<String> claimed(int slots) {
    return stage.claim(slots).stream().map(Lease::key).map(IdempotencyKey::opKey).toList();
  }

  @Test
  void changesOfOneCustomerAreMadeOneAtATimeInTheirOrder() {
    RunId first = move("Ada", "Quay 1");
    RunId second = move("Ada", "Quay 2");
    RunId other = move("Bob", "Mole 3");
    List<Lease> leases = stage.claim(10);
    assertThat(leases).extracting(lease -> lease.key().runId()).containsExactlyInAnyOrder(first, other);
    leases.forEach(stage::attempt);
    assertThat(stage.claim(10)).extracting(lease -> lease.key().runId()).containsExactly(second);
  }

  private RunId move(String customer, String address) {
    return stage.submit("ordered-per-customer", "{\"customer\":\"" + customer + "\",\"address\":\"" + address + "\"}", Map.of());
  }

  @Test
  void theLicenceIsForTwo() {
    stage.submit("concurrency-key", "{\"name\":\"tower\",\"floors\":3}", Map.of());
    stage.submit("concurrency-key", "{\"name\":\"bridge\",\"floors\":3}", Map.of());
    stage.claim(10).forEach(stage::attempt);
    assertThat(claimed(10)).hasSize(2).allMatch(op -> op.startsWith("draw["));
    assertThat(claimed(10)).isEmpty();
  }

  @Test
  void whatIsUrgentOvertakesWhatWaits() {
    stage.submit("priority", "\"Quay 1\"", Map.of());
    stage.submit("hello", "{}", Map.of());
    stage.submit("priority", "\"Quay 2\"", Map.of());
    assertThat(claimed(5)).containsExactly("route", "route", "greet", "statistics", "statistics");
  }

  @Test
  void theServerOfMapsIsAskedAtItsPace() {
    RunId run = stage.submit("rate-limit", "{\"towns\":[\"Ulm\",\"Bremen\",\"Kiel\"]}", Map.of());
    stage.claim(10).forEach(stage::attempt);
    assertThat(claimed(10)).as("the others become ready later").containsExactly("ask-distance[0]");
    assertThat(stage.find(run).status()).isEqualTo(RunStatus.RUNNING);
  }
}
