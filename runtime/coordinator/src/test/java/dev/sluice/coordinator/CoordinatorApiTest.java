package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.JobView;
import dev.sluice.core.api.OpView;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.RunView;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.client.CoordinatorUnreachableException;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.PayloadDigest;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.ProgressBoard;
import dev.sluice.core.store.QueueBacklog;
import dev.sluice.core.store.RunFilter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The API through its client, over real HTTP. */
@Timeout(60)
class CoordinatorApiTest {
  private final TestStack stack = new TestStack();
  private final CoordinatorClient client = stack.client;

  @AfterEach
  void close() {
    stack.close();
  }

  private static SubmitRequest request(int number) {
    return SubmitRequest.of("double", new Double.Input(number));
  }

  @Test
  void aSubmittedRunIsStoredAndItsFirstOpPublished() throws Exception {
    AcceptedRun accepted = client.submit(request(4).withTags(Map.of("team", "blue")));
    assertThat(accepted.created()).isTrue();
    RunDetail detail = client.run(accepted.runId());
    assertThat(detail.run().job()).isEqualTo("double");
    assertThat(detail.run().status()).isEqualTo(RunStatus.PENDING);
    assertThat(detail.run().input()).hasToString("{\"number\":4}");
    assertThat(detail.run().tags()).containsEntry("team", "blue");
    assertThat(detail.run().submittedAt()).isEqualTo(stack.clock.instant());
    assertThat(detail.ops()).extracting(OpView::opKey).containsExactly("twice", "say");
    assertThat(detail.ops()).extracting(OpView::state).containsExactly(OpState.PENDING, OpState.WAITING);
    stack.coordinator.drain();
    assertThat(TestStack.messages(stack.queues)).extracting(OpExecutionTask::runId).containsExactly(accepted.runId().toString());
  }

  @Test
  void aRunIsToldWithoutPayloadsToWhoDoesNotNeedThem() {
    RunId run = client.submit(request(4)).runId();
    TestStack.succeed(stack.store, TestStack.claim(stack.store).get(0), "8");
    TestStack.succeed(stack.store, TestStack.claim(stack.store).get(0), "\"it is 8\"");
    RunDetail told = client.runWithoutPayloads(run);
    assertThat(told.run().input()).isNull();
    assertThat(told.run().output()).isNull();
    assertThat(told.ops()).extracting(OpView::output).containsOnlyNulls();
    assertThat(told.ops()).extracting(OpView::outputDigest).containsExactly(PayloadDigest.of("8"), PayloadDigest.of("\"it is 8\""));
    assertThat(client.run(run).ops()).extracting(OpView::output).extracting(String::valueOf).containsExactly("8", "\"it is 8\"");
  }

  @Test
  void theSameIdempotencyKeyReturnsTheFirstRun() {
    AcceptedRun first = client.submit(request(4).withIdempotencyKey("nightly"));
    AcceptedRun second = client.submit(request(5).withIdempotencyKey("nightly"));
    assertThat(second).isEqualTo(new AcceptedRun(first.runId(), false));
    assertThat(client.run(first.runId()).run().idempotencyKey()).isEqualTo("nightly");
    assertThat(client.runs(new RunFilter(Optional.empty(), Optional.empty(), 10))).hasSize(1);
  }

  @Test
  void aRunMayHaveAPriorityAndATenantOfItsOwn() {
    AcceptedRun accepted = client.submit(request(4).withPriority(9).withTenant("blue", 2));
    assertThat(client.run(accepted.runId()).ops()).extracting(OpView::priority).containsExactly(9, 9);
    assertThat(stack.store.events(accepted.runId()).get(0).detail()).contains("\"limited\":[\"twice\",\"say\"]");
  }

  @Test
  void aBatchIsAcceptedInOrder() {
    List<AcceptedRun> accepted = client.submitAll(IntStream.range(0, 300).mapToObj(CoordinatorApiTest::request).toList());
    assertThat(accepted).hasSize(300).extracting(AcceptedRun::runId).doesNotHaveDuplicates();
    assertThat(client.run(accepted.get(123).runId()).run().input()).hasToString("{\"number\":123}");
    assertThat(client.submitAll(List.of())).isEmpty();
  }

  @Test
  void aBatchWithOneUnusableRunIsRefusedAsAWhole() {
    List<SubmitRequest> batch = List.of(request(1), SubmitRequest.of("duoble", Map.of()), SubmitRequest.of("double", "four"),
        SubmitRequest.of("elsewhere", Map.of()));
    assertThatThrownBy(() -> client.submitAll(batch)).isInstanceOfSatisfying(ApiException.class, e -> {
      assertThat(e.problem().status()).isEqualTo(422);
      assertThat(e.code()).isEqualTo("refused-batch");
      assertThat(e.problem().errors()).extracting("field").containsExactly("[1].job", "[2].input", "[3].job");
      assertThat(e.problem().errors()).extracting("code").containsExactly("unknown-job", "unusable-input", "unknown-queue");
    });
    assertThat(client.runs(new RunFilter(Optional.empty(), Optional.empty(), 10))).isEmpty();
  }

  @Test
  void runsAreListedNewestFirstInPages() {
    List<RunId> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      stack.clock.advance(Duration.ofMillis(1));
      submitted.add(0, client.submit(request(i)).runId());
    }
    List<RunView> first = client.runs(new RunFilter(Optional.of("double"), Optional.empty(), 3));
    assertThat(first).extracting(RunView::runId).isEqualTo(submitted.subList(0, 3));
    assertThat(first).allMatch(run -> run.input() == null);
    List<RunView> second = client.runs(new RunFilter(Optional.of("double"), Optional.of(submitted.get(2)), 3));
    assertThat(second).extracting(RunView::runId).isEqualTo(submitted.subList(3, 5));
    assertThat(client.runs(new RunFilter(Optional.of("other"), Optional.empty(), 3))).isEmpty();
  }

  @Test
  void aWaitingCallerIsAnsweredWhenTheRunEnds() throws Exception {
    RunId run = client.submit(request(4)).runId();
    CompletableFuture<RunResult> result = CompletableFuture.supplyAsync(() -> client.result(run, Duration.ofMinutes(10)));
    stack.workUntilNothingIsReady();
    assertThat(result.get().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(result.get().output()).hasToString("\"say\"");
    assertThat(result.get().failures()).isEmpty();
  }

  @Test
  void aResultThatIsNotThereYetIsSaidToBeMissing() {
    RunId run = client.submit(request(4)).runId();
    RunResult result = client.result(run, Duration.ZERO);
    assertThat(result.isTerminal()).isFalse();
    assertThat(result.status()).isEqualTo(RunStatus.PENDING);
    assertThat(client.result(run, Duration.ofMillis(30)).isTerminal()).isFalse();
  }

  @Test
  void theResultOfAFailedRunNamesTheOpAndTheCause() {
    RunId run = client.submit(request(4)).runId();
    TestStack.fail(stack.store, TestStack.claim(stack.store).get(0), Optional.empty());
    RunResult result = client.result(run, Duration.ofSeconds(30));
    assertThat(result.status()).isEqualTo(RunStatus.FAILED);
    assertThat(result.failures()).singleElement().satisfies(failed -> {
      assertThat(failed.opKey()).isEqualTo("twice");
      assertThat(failed.cause()).isNotNull().extracting("message").isEqualTo("full");
    });
  }

  @Test
  void aCanceledRunEndsAndCannotBeCanceledAgain() {
    RunId run = client.submit(request(4)).runId();
    assertThat(client.cancel(run, "not needed")).isTrue();
    assertThat(client.result(run, Duration.ofSeconds(30)).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(client.cancel(run, "again")).isFalse();
    assertThat(client.events(run)).extracting(RunEvent::type).contains(EventType.RUN_CANCELED);
  }

  @Test
  void whatAnOpSaysOfItsProgressIsShownUntilItsNextAttempt() {
    RunId run = client.submit(request(4)).runId();
    Lease lease = TestStack.claim(stack.store).get(0);
    assertThat(client.run(run).ops()).extracting(OpView::progress).containsOnlyNulls();

    stack.store.progress().report("worker-1", List.of(new ProgressBoard.Report(lease.token(), 3, 8)));

    assertThat(client.run(run).ops().get(0).progress()).isEqualTo(new OpView.Progress(3, 8, stack.clock.instant()));
    assertThat(client.run(run).ops().get(1).progress()).isNull();
    stack.store.release("worker-1", List.of(lease.token()));
    TestStack.claim(stack.store);
    assertThat(client.run(run).ops()).extracting(OpView::progress).containsOnlyNulls();
  }

  @Test
  void theHistoryOfARunIsInOrder() {
    RunId run = client.submit(request(4)).runId();
    stack.workUntilNothingIsReady();
    List<RunEvent> events = client.events(run);
    assertThat(events).isEqualTo(stack.store.events(run));
    assertThat(events.get(0).type()).isEqualTo(EventType.RUN_SUBMITTED);
    assertThat(events.get(events.size() - 1).type()).isEqualTo(EventType.RUN_SUCCEEDED);
  }

  @Test
  void theHistoryOfAllRunsIsExportedInPages() {
    client.submitAll(IntStream.range(0, 20).mapToObj(CoordinatorApiTest::request).toList());
    stack.workUntilNothingIsReady();
    List<RunEvent> exported = new ArrayList<>();
    List<RunEvent> page = client.eventsAfter(0, 7);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(7);
      exported.addAll(page);
      page = client.eventsAfter(page.get(page.size() - 1).sequence(), 7);
    }
    assertThat(exported).isEqualTo(stack.store.eventsAfter(0, 10_000)).hasSizeGreaterThan(100);
  }

  @Test
  void jobsAndBacklogAreShown() {
    assertThat(client.jobs()).extracting(JobView::name).containsExactly("double", "elsewhere");
    assertThat(client.jobs().get(0).ops()).extracting("opKey").containsExactly("twice", "say");
    assertThat(client.backlog()).isEmpty();
    client.submit(request(4));
    stack.clock.advance(Duration.ofSeconds(5));
    assertThat(client.backlog()).singleElement().satisfies(queue -> {
      assertThat(queue.ready()).isEqualTo(1);
      assertThat(queue.oldest()).isEqualTo(Duration.ofSeconds(5));
    });
    assertThat(client.backlog()).extracting(QueueBacklog::queue).containsExactly("default");
  }

  @Test
  void aCoordinatorThatIsNotThereIsSaidToBeNotThere() {
    CoordinatorClient lost = new CoordinatorClient(URI.create("http://127.0.0.1:1"));
    assertThatThrownBy(lost::jobs)
        .isInstanceOf(CoordinatorUnreachableException.class)
        .hasMessageContaining("not reachable at http://127.0.0.1:1: is the stack up?");
    assertThat(lost.isReady()).isFalse();
  }
}
