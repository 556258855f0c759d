package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.DeadLetters;
import dev.sluice.core.store.FailedAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store promises about what failed for good: it is kept, with all its attempts, until somebody decides. */
interface DeadLetterConformance extends StoreFixture {
  default DeadLetters letters() {
    return store().deadLetters();
  }

  default List<DeadLetter> all() {
    return letters().list(DeadLetterFilter.all(DeadLetterFilter.MAX_LIMIT));
  }

  /** Submits a run of one op and lets it fail for good. */
  default IdempotencyKey buried(String queue, String causeType) {
    RunId runId = submit(op("only", queue, 0, 3));
    Lease lease = store().claim(new Claim("w1", queue, 1, LEASE), List.of()).leases().get(0);
    commit("w1", new Attempt(lease.token(), new ExecutionResult.Failure(Cause.named(causeType, "it broke"), false),
        Optional.empty(), false));
    return new IdempotencyKey(runId, "only");
  }

  private static DeadLetterFilter filter(String queue, String cause, Duration olderThan) {
    return new DeadLetterFilter(Set.of(), Optional.of("job"), Optional.ofNullable(queue.isEmpty() ? null : queue),
        Optional.ofNullable(cause.isEmpty() ? null : cause), olderThan, Optional.empty(), 10);
  }

  private static List<IdempotencyKey> keys(List<DeadLetter> letters) {
    return letters.stream().map(letter -> letter.token().key()).toList();
  }

  @Test
  default void whatUsedUpItsAttemptsIsKeptWithAllOfThem() {
    RunId runId = submit(op("only", "default", 0, 3));
    commit("w1", failure(claimOne("w1"), true, Duration.ZERO));
    assertThat(all()).isEmpty();
    claimOne("w2");
    advance(LEASE.plusSeconds(1));
    Lease third = claimOne("w3"); // takes the lost lease over
    assertThat(third.attempt()).isEqualTo(3);
    advance(LEASE.plusSeconds(1));
    assertThat(store().recover(10).failed()).isEqualTo(1);

    assertThat(all()).singleElement().satisfies(letter -> {
      assertThat(letter.token()).isEqualTo(third.token());
      assertThat(letter.jobName()).isEqualTo("job");
      assertThat(letter.queue()).isEqualTo("default");
      assertThat(letter.causeType()).isEqualTo("LeaseLost");
      assertThat(letter.message()).contains("w3");
    });
    List<FailedAttempt> attempts = letters().attempts(new IdempotencyKey(runId, "only"));
    assertThat(attempts).extracting(FailedAttempt::attempt).containsExactly(1, 2, 3);
    assertThat(attempts).extracting(FailedAttempt::worker).containsExactly("w1", "w2", "w3");
    assertThat(attempts).extracting(attempt -> attempt.cause().type()).containsExactly("Boom", "LeaseLost", "LeaseLost");
    assertThat(attempts).allSatisfy(attempt -> assertThat(attempt.startedAt()).isNotNull().isBeforeOrEqualTo(attempt.endedAt()));
  }

  @Test
  default void aStackTraceOfEveryAttemptIsKept() {
    RunId runId = submit(op("only", "default", 0, 2));
    for (int attempt = 1; attempt <= 2; attempt++) {
      Cause cause = Cause.of(new IllegalStateException("attempt " + attempt));
      commit("w1", new Attempt(claimOne("w1").token(), new ExecutionResult.Failure(cause, true), Optional.of(Duration.ZERO), false));
    }
    List<FailedAttempt> attempts = letters().attempts(new IdempotencyKey(runId, "only"));
    assertThat(attempts).extracting(attempt -> attempt.cause().message()).containsExactly("attempt 1", "attempt 2");
    assertThat(attempts).allSatisfy(attempt -> assertThat(attempt.cause().stackTrace()).contains("aStackTraceOfEveryAttemptIsKept"));
  }

  @Test
  default void whatSucceedsOrIsCalledOffIsNoDeadLetter() {
    RunId recovered = submit(op("only"));
    commit("w1", failure(claimOne("w1"), true, Duration.ZERO));
    commit("w1", success(claimOne("w1")));
    RunId canceled = submit(op("only"));
    Lease lease = claimOne("w1");
    store().cancel(canceled, "enough");
    commit("w1", failure(lease, false, null));
    assertThat(status(recovered)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(status(canceled)).isEqualTo(RunStatus.CANCELED);
    assertThat(all()).isEmpty();
  }

  @Test
  default void theyAreFoundByQueueCauseAgeAndKeyInPages() {
    IdempotencyKey old = buried("default", "java.io.IOException");
    advance(Duration.ofHours(2));
    IdempotencyKey young = buried("bulk", "Timeout");
    List<IdempotencyKey> inOrder = List.of(old, young).stream().sorted().toList();

    assertThat(keys(all())).containsExactlyElementsOf(inOrder);
    assertThat(keys(letters().list(filter("bulk", "", Duration.ZERO)))).containsExactly(young);
    assertThat(keys(letters().list(filter("", "java.io.IOException", Duration.ZERO)))).containsExactly(old);
    assertThat(keys(letters().list(filter("", "IOException", Duration.ZERO)))).containsExactly(old);
    assertThat(letters().list(filter("", "Exception", Duration.ZERO))).isEmpty();
    assertThat(keys(letters().list(filter("", "", Duration.ofHours(1))))).containsExactly(old);
    assertThat(letters().list(filter("bulk", "", Duration.ofHours(1)))).isEmpty();
    assertThat(keys(letters().list(DeadLetterFilter.of(Set.of(young))))).containsExactly(young);
    assertThat(keys(letters().list(DeadLetterFilter.all(1)))).containsExactly(inOrder.get(0));
    assertThat(keys(letters().list(new DeadLetterFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(),
        Duration.ZERO, Optional.of(inOrder.get(0)), 10)))).containsExactly(inOrder.get(1));
    assertThat(letters().list(new DeadLetterFilter(Set.of(), Optional.of("other"), Optional.empty(), Optional.empty(),
        Duration.ZERO, Optional.empty(), 10))).isEmpty();
  }

  @Test
  default void whatIsDroppedStaysFailedAndIsGone() {
    IdempotencyKey key = buried("default", "Boom");
    assertThat(letters().drop(DeadLetterFilter.of(Set.of(key)))).containsExactly(key);
    assertThat(all()).isEmpty();
    assertThat(letters().drop(DeadLetterFilter.of(Set.of(key)))).isEmpty();
    assertThat(letters().redrive(DeadLetterFilter.of(Set.of(key)), Duration.ZERO)).isEmpty();
    assertThat(state(key.runId(), "only")).isEqualTo(OpState.FAILED);
    assertThat(history(key.runId())).containsExactly(EventType.RUN_SUBMITTED, EventType.OP_LEASED, EventType.OP_FAILED,
        EventType.RUN_FAILED, EventType.DEAD_LETTER_DROPPED);
  }

  @Test
  default void theirMessagesAreFollowedUntilTheyAreDeleted() {
    LeaseToken first = new LeaseToken(buried("default", "Boom"), 1);
    advance(Duration.ofSeconds(1));
    LeaseToken second = new LeaseToken(buried("default", "Boom"), 1);
    assertThat(letters().unsent(10)).extracting(DeadLetter::token).containsExactly(first, second);
    assertThat(letters().unsent(1)).extracting(DeadLetter::token).containsExactly(first);
    letters().sent(List.of(first, second));
    assertThat(letters().unsent(10)).isEmpty();
    assertThat(letters().queuesToClear()).isEmpty();

    letters().redrive(DeadLetterFilter.of(Set.of(first.key())), Duration.ZERO);
    letters().drop(DeadLetterFilter.of(Set.of(second.key())));
    assertThat(letters().quarantined(List.of(first, second))).isEmpty();
    assertThat(letters().queuesToClear()).containsExactly("default");
    letters().cleared("default", Set.of(first), Duration.ofMinutes(15));
    assertThat(letters().queuesToClear()).containsExactly("default");
    advance(Duration.ofMinutes(16)); // somebody else has deleted the other
    letters().cleared("default", Set.of(), Duration.ofMinutes(15));
    assertThat(letters().queuesToClear()).isEmpty();
  }

  @Test
  default void thoseOfOneQueueAreNotKeptFromBeingSentByOlderOnesOfAnother() {
    LeaseToken oldest = new LeaseToken(buried("default", "Boom"), 1);
    advance(Duration.ofSeconds(1));
    LeaseToken older = new LeaseToken(buried("default", "Boom"), 1);
    advance(Duration.ofSeconds(1));
    LeaseToken other = new LeaseToken(buried("bulk", "Boom"), 1);
    assertThat(letters().unsent(1)).extracting(DeadLetter::token).containsExactly(oldest, other);
    assertThat(letters().unsent(2)).extracting(DeadLetter::token).containsExactly(oldest, older, other);
  }

  @Test
  default void aMessageThatWasNeverSentIsNotLookedFor() {
    IdempotencyKey key = buried("default", "Boom");
    letters().drop(DeadLetterFilter.of(Set.of(key)));
    assertThat(letters().unsent(10)).isEmpty();
    assertThat(letters().queuesToClear()).isEmpty();
  }

  @Test
  default void aRunIsNotForgottenBeforeSomebodyDecides() {
    IdempotencyKey key = buried("default", "Boom");
    advance(Duration.ofDays(40));
    assertThat(store().forget(Duration.ofDays(30), 10)).isZero();
    assertThat(letters().attempts(key)).hasSize(1);
    letters().drop(DeadLetterFilter.of(Set.of(key)));
    assertThat(store().forget(Duration.ofDays(30), 10)).isEqualTo(1);
    assertThat(letters().attempts(key)).isEmpty();
  }
}
