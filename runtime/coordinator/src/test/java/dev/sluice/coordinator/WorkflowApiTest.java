package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.core.api.DeadLetterOrder;
import dev.sluice.core.api.ForkRequest;
import dev.sluice.core.api.OpView;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.api.RunDiff;
import dev.sluice.core.api.RunView;
import dev.sluice.core.api.RunTree;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.client.RunNotSucceededException;
import dev.sluice.core.client.Sluice;
import dev.sluice.core.client.SubmittedRun;
import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.PublishWindow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkflowApiTest {
  private static final AtomicBoolean DISK_FULL = new AtomicBoolean();
  private static final AtomicBoolean NO_CARRIER = new AtomicBoolean();

  /** Builds parts, waits for an approval, and ships by a sub-job. */
  private static final class Release implements JobSource<Integer, String> {
    @Override
    public Job<Integer, String> define(JobBuilder<Integer> job) {
      Op<Integer> checked = job.op("check", Integer.class, (parts, context) -> parts);
      Op<List<Integer>> built = job.map("build", Integer.class, checked, Integer.class, n -> IntStream.range(0, n).boxed().toList(),
          (part, context) -> {
            if (part == 1 && DISK_FULL.get()) {
              throw new NonRetryableException("disk full");
            }
            return part * 10;
          });
      Op<String> approval = job.await("approve", String.class).after(built);
      Op<String> label = job.op("label", String.class, built, approval, (parts, by, context) -> parts + " by " + by);
      return job.output(job.sub("ship", new Shipping(), label));
    }
  }

  private static final class Shipping implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<String> packed = job.op("pack", String.class, (label, context) -> "sent " + label);
      return job.output(job.op("send", String.class, packed, (parcel, context) -> {
        if (NO_CARRIER.get()) {
          throw new NonRetryableException("no carrier");
        }
        return parcel;
      }));
    }
  }

  private final JobRegistry jobs = JobRegistry.of(List.of(new Release()));
  private final TestStack stack = new TestStack(false, jobs);
  private final Payloads payloads = new Payloads(10_000);
  private final OpRunner runner = new OpRunner(
      jobs, payloads, new RunPlanner(stack.clock, new Random(1), payloads, 3), stack.clock, (after, action) -> () -> {});

  @AfterEach
  void close() {
    DISK_FULL.set(false);
    NO_CARRIER.set(false);
    stack.close();
  }

  private void work() {
    for (List<Lease> leases = TestStack.claim(stack.store); !leases.isEmpty(); leases = TestStack.claim(stack.store)) {
      for (Lease lease : leases) {
        Attempt attempt = new Attempt(lease.token(), runner.run(lease, new AttemptSignal()).orElseThrow(), Optional.empty(), true);
        stack.store.commit("worker-1", List.of(attempt), List.of(), PublishWindow.CLOSED);
      }
    }
  }

  private RunId submit(int parts) {
    RunId run = stack.client.submit(new SubmitRequest("release", IntNode.valueOf(parts), Map.of(), null, null, null, null)).runId();
    work();
    return run;
  }

  private void approve(RunId run, String by) {
    stack.client.signal(new IdempotencyKey(run, "approve"), TextNode.valueOf(by));
    work();
  }

  private static OpState state(RunDetail run, String op) {
    return run.ops().stream().filter(one -> one.opKey().equals(op)).findFirst().orElseThrow().state();
  }

  @Test
  void aSignalLetsTheRunGoOnAndTheTreeShowsItsSubJob() {
    RunId run = submit(2);
    approve(run, "Ada");
    assertThat(stack.client.run(run).run().output()).isEqualTo(TextNode.valueOf("sent [0, 10] by Ada"));
    RunTree tree = stack.client.tree(run);
    assertThat(tree.op()).isNull();
    assertThat(tree.children()).singleElement().satisfies(child -> {
      assertThat(child.op()).isEqualTo("ship");
      assertThat(child.run().job()).isEqualTo("shipping");
      assertThat(child.run().parent()).isEqualTo(run + "/ship");
    });
  }

  @Test
  void aSignalThatItsOpCouldNotReadIsRefusedAndTheOpWaitsOn() {
    RunId run = submit(1);
    assertThatThrownBy(() -> stack.client.signal(new IdempotencyKey(run, "approve"), Map.of("by", "Ada")))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo("unusable-input"))
        .hasMessageContaining("the signal of op " + run + "/approve is not a String");
    approve(run, "Ada");
    assertThat(stack.client.run(run).run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void signalsThatNobodyTakesAreRefusedWithTheReason() {
    RunId run = submit(1);
    approve(run, "Ada");
    assertThatThrownBy(() -> approve(run, "Bob")).isInstanceOf(ApiException.class).hasMessageContaining("has its signal already");
    assertThatThrownBy(() -> stack.client.signal(new IdempotencyKey(run, "label"), 1)).hasMessageContaining("waits for no signal");
    assertThatThrownBy(() -> stack.client.signal(new IdempotencyKey(run, "nothing"), 1))
        .isInstanceOfSatisfying(ApiException.class, refused -> assertThat(refused.problem().code()).isEqualTo("unknown-op"))
        .hasMessageContaining("run " + run + " has no op \"nothing\"");
    RunId nobody = RunId.parse("01900000-0000-7000-8000-000000000001");
    assertThatThrownBy(() -> stack.client.signal(new IdempotencyKey(nobody, "approve"), 1)).hasMessageContaining("there is no run " + nobody);
    RunId canceled = submit(1);
    stack.client.cancel(canceled, "enough");
    assertThatThrownBy(() -> approve(canceled, "Ada")).hasMessageContaining("waits no more");
  }

  @Test
  void aRetryGoesOnFromWhatFailedAndLeavesWhatSucceeded() {
    DISK_FULL.set(true);
    RunId run = submit(3);
    assertThat(stack.client.run(run).run().status()).isEqualTo(RunStatus.FAILED);
    DISK_FULL.set(false);
    assertThat(stack.client.retry(run).keys()).containsExactly(run + "/build[1]");
    work();
    approve(run, "Ada");
    RunDetail detail = stack.client.run(run);
    assertThat(detail.run().output()).isEqualTo(TextNode.valueOf("sent [0, 10, 20] by Ada"));
    assertThat(detail.ops()).filteredOn(op -> op.opKey().equals("build[2]")).allMatch(op -> op.attempt() == 1);
    assertThatThrownBy(() -> stack.client.retry(run)).hasMessageContaining("nothing that failed");
  }

  @Test
  void aRetryGoesOnInsideTheSubJobThatFailed() {
    NO_CARRIER.set(true);
    RunId run = submit(1);
    approve(run, "Ada");
    RunId child = stack.client.tree(run).children().get(0).run().runId();
    NO_CARRIER.set(false);
    assertThat(stack.client.retry(run).keys()).containsExactlyInAnyOrder(run + "/ship", child + "/send");
    work();
    assertThat(stack.client.run(run).run().output()).isEqualTo(TextNode.valueOf("sent [0] by Ada"));
    assertThat(stack.client.tree(run).children()).singleElement().satisfies(tree -> assertThat(tree.run().runId()).isEqualTo(child));
    assertThat(stack.client.run(child).ops()).filteredOn(op -> op.opKey().equals("pack")).allMatch(op -> op.attempt() == 1);
  }

  @Test
  void aRetryStartsASubJobAnewOfWhichSomethingWasDropped() {
    NO_CARRIER.set(true);
    RunId run = submit(1);
    approve(run, "Ada");
    RunId child = stack.client.tree(run).children().get(0).run().runId();
    stack.client.drop(DeadLetterOrder.of(List.of(child + "/send")));
    NO_CARRIER.set(false);
    assertThat(stack.client.retry(run).keys()).containsExactly(run + "/ship");
    work();
    assertThat(stack.client.run(run).run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(stack.client.tree(run).children()).hasSize(2);
  }

  @Test
  void aForkTakesOverWhatWasBeforeItsOpAndTheDiffShowsTheRest() {
    RunId run = submit(2);
    approve(run, "Ada");
    RunId fork = stack.client.fork(run, new ForkRequest("approve", null, "once")).runId();
    assertThat(stack.client.fork(run, new ForkRequest("approve", null, "once")).runId()).isEqualTo(fork);
    work();
    approve(fork, "Bob");
    RunDetail forked = stack.client.run(fork);
    assertThat(forked.run().forkOf()).isEqualTo(run);
    assertThat(forked.run().output()).isEqualTo(TextNode.valueOf("sent [0, 10] by Bob"));
    assertThat(forked.ops()).filteredOn(op -> op.attempt() == 0).extracting(op -> op.opKey())
        .containsExactly("check", "build", "build[0]", "build[1]");
    RunDiff diff = RunDiff.of(stack.client.run(run), forked);
    assertThat(diff.ops()).filteredOn(RunDiff.Op::differs).extracting(RunDiff.Op::opKey).containsExactlyInAnyOrder("approve", "label", "ship");
    assertThat(diff.fields()).extracting(RunDiff.Field::name).containsExactly("output");
  }

  @Test
  void aForkStandsBesideOthersAsItsRunDoes() {
    RunId run = stack.client.submit(new SubmitRequest("release", IntNode.valueOf(2), Map.of(), null, 7, "blue", 2.5)).runId();
    work();
    RunId fork = stack.client.fork(run, new ForkRequest("build[1]", null, null)).runId();
    work();
    for (RunId one : List.of(run, fork)) {
      RunDetail detail = stack.client.run(one);
      assertThat(detail.run().priority()).isEqualTo(7);
      assertThat(detail.run().tenant()).isEqualTo("blue");
      assertThat(detail.run().weight()).isEqualTo(2.5);
      assertThat(detail.ops()).extracting(OpView::priority).containsOnly(7);
    }
    assertThat(stack.client.run(submit(1)).run()).extracting(RunView::priority, RunView::tenant, RunView::weight).containsOnlyNulls();
  }

  @Test
  void aForkFromTheFirstOpTakesAnotherInput() {
    RunId run = submit(1);
    RunId fork = stack.client.fork(run, new ForkRequest("check", IntNode.valueOf(3), null)).runId();
    work();
    assertThat(state(stack.client.run(fork), "build[2]")).isEqualTo(OpState.SUCCEEDED);
  }

  @Test
  void aForkOfOneElementRunsOnlyThatAgainAndWhatNeedsIt() {
    RunId run = submit(3);
    RunId fork = stack.client.fork(run, new ForkRequest("build[1]", null, null)).runId();
    work();
    assertThat(stack.client.run(fork).ops()).filteredOn(op -> op.attempt() == 1).extracting(op -> op.opKey()).containsExactly("build[1]");
    approve(fork, "Eve");
    assertThat(stack.client.run(fork).run().output()).isEqualTo(TextNode.valueOf("sent [0, 10, 20] by Eve"));
  }

  @Test
  void aForkFromAnOpThatIsNotThereNamesTheNearest() {
    RunId run = submit(1);
    assertThatThrownBy(() -> stack.client.fork(run, new ForkRequest("buil", null, null)))
        .isInstanceOf(ApiException.class).hasMessageContaining("did you mean \"build\"?");
  }

  @Test
  void aJavaProgramSubmitsWatchesSignalsAndForksWithItsTypes() {
    Sluice sluice = Sluice.connect(stack.coordinator.uri());
    SubmittedRun<String> run = sluice.submit(new Release(), 2, "nightly");
    assertThat(run.isNew()).isTrue();
    assertThat(sluice.submit(new Release(), 2, "nightly").id()).isEqualTo(run.id());
    work();
    assertThatThrownBy(() -> run.result(Duration.ZERO)).isInstanceOf(RunNotSucceededException.class).hasMessageContaining("still RUNNING");
    run.signal("approve", "Ada");
    work();
    assertThat(run.result(Duration.ofSeconds(10))).isEqualTo("sent [0, 10] by Ada");
    SubmittedRun<String> fork = run.forkFrom("ship");
    work();
    assertThat(fork.result(Duration.ofSeconds(10))).isEqualTo("sent [0, 10] by Ada");
    assertThat(fork.cancel("too late")).isFalse();
    assertThat(sluice.run(new Release(), fork.id()).status()).isEqualTo(RunStatus.SUCCEEDED);
    DISK_FULL.set(true);
    SubmittedRun<String> failed = sluice.submit(new Release(), 2);
    work();
    assertThatThrownBy(() -> failed.result(Duration.ofSeconds(10))).hasMessageContaining("build[1]").hasMessageContaining("disk full");
  }
}
