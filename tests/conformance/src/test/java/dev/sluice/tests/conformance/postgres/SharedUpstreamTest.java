package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.contract.Setting;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What many op executions have upstream together costs a claim what it costs one of them. */
@Timeout(60)
class SharedUpstreamTest {
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final int ELEMENTS = 300;
  /** Of all copies together, had each element its own, ten times what a statement may keep in memory (work_mem, 4 MB by default). */
  private static final String OUTPUT = "\"" + "x".repeat(150_000) + "\"";

  private final TestDatabase.Schema schema = TestDatabase.shared().newSchema();
  private final Database database = schema.open(Map.of(Setting.DATABASE_URL,
      schema.settings().get(Setting.DATABASE_URL.key()) + "?options=-c%20temp_file_limit=0"));
  private final RunStore store = database.runStore();

  @AfterEach
  void close() {
    database.close();
    schema.close();
  }

  private List<Lease> claim() {
    return store.claim(new Claim("w1", "default", ELEMENTS, LEASE), List.of()).leases();
  }

  @Test
  void aClaimOfManyThatShareALargeOutputNeedsNoTemporaryFile() {
    List<OpPlan> ops = new ArrayList<>(List.of(new OpPlan("list", "default", 0, 1, List.of(), null)));
    for (int i = 0; i < ELEMENTS; i++) {
      ops.add(new OpPlan("element-" + i, "default", 0, 1, List.of("list"), null));
    }
    store.submit(List.of(new RunRequest(RunId.next(InstantSource.system(), new Random(3)), "job", "v1", "{}", "list", Map.of(), null, ops)),
        PublishWindow.CLOSED);
    Lease list = claim().get(0);
    store.commit("w1", List.of(new Attempt(list.token(), new ExecutionResult.Success(OUTPUT), Optional.empty(), false, list.consequence())),
        List.of(), PublishWindow.CLOSED);

    List<Lease> elements = claim();

    assertThat(elements).hasSize(ELEMENTS)
        .allSatisfy(element -> assertThat(element.upstreamOutputs()).isEqualTo(Map.of("list", OUTPUT)));
  }
}
