package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A process that runs out of stack or memory in the middle of a transaction. */
class ErrorInTransactionTest {
  private final Random random = new Random(17);

  /** A list at which the stack ends, when it is walked for the so-manieth time. */
  private static final class Steep<T> extends AbstractList<T> {
    private final List<T> items;
    private int walks;

    Steep(List<T> items, int walks) {
      this.items = items;
      this.walks = walks;
    }

    @Override
    public T get(int index) {
      return items.get(index);
    }

    @Override
    public int size() {
      return items.size();
    }

    @Override
    public Stream<T> stream() {
      if (walks-- == 0) {
        throw new StackOverflowError("for the test");
      }
      return items.stream();
    }
  }

  private RunId submit(RunStore store) {
    RunRequest request = new RunRequest(RunId.next(InstantSource.system(), random), "job", "v1", "{}", "after", Map.of(), null,
        List.of(new OpPlan("good", "default", 0, 1, List.of(), null), new OpPlan("bad", "default", 0, 1, List.of(), null),
            new OpPlan("after", "default", 0, 1, List.of("good", "bad"), null)));
    store.submit(List.of(request), PublishWindow.CLOSED);
    return request.runId();
  }

  private static Attempt attempt(LeaseToken token) {
    ExecutionResult result = token.key().opKey().equals("good")
        ? new ExecutionResult.Success("1") : new ExecutionResult.Failure(Cause.named("Boom", "for the test"), false);
    return new Attempt(token, result, Optional.empty(), false);
  }

  @Test
  void anErrorInTheMiddleOfACommitLeavesNothingOfIt() {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      RunStore store = schema.database().runStore();
      int strikes = 0;
      while (strikes(store, strikes)) {
        strikes++;
      }
      assertThat(strikes).as("places at which it struck").isGreaterThan(3);
    }
  }

  /** Tells whether there was such a place. */
  private boolean strikes(RunStore store, int place) {
    RunId runId = submit(store);
    List<Attempt> attempts = store.claim(new Claim("w1", "default", 2, Duration.ofHours(1)), List.of()).leases().stream()
        .map(lease -> attempt(lease.token())).toList();
    assertThat(attempts).hasSize(2);
    List<IdempotencyRecord> before = store.ops(runId);
    List<RunEvent> events = store.events(runId);
    Steep<Attempt> steep = new Steep<>(attempts, place);
    boolean struck = false;
    try {
      store.commit("w1", steep, List.of(), PublishWindow.CLOSED);
    } catch (StackOverflowError e) {
      struck = true;
      assertThat(store.ops(runId)).as("ops after it struck at place %d", place).isEqualTo(before);
      assertThat(store.events(runId)).as("history after it struck at place %d", place).isEqualTo(events);
      assertThat(store.commit("w1", attempts, List.of(), PublishWindow.CLOSED).committed()).hasSize(2);
    }
    assertThat(store.events(runId)).extracting(RunEvent::type).contains(EventType.OP_SUCCEEDED, EventType.OP_FAILED, EventType.RUN_FAILED);
    return struck;
  }
}
