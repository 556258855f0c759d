package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.fault.Faults;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.worker.TestJobs.Single;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker is told is what its calls say: no value here is the default of its setting, or any other's. */
@Timeout(60)
class KnobsTest {
  private static final String INPUT = "{\"text\":\"a\"}";
  private static final WorkerOptions OPTIONS = new WorkerOptions("w1", List.of("default"), 7, Duration.ofSeconds(21), Duration.ofSeconds(6),
      Duration.ofSeconds(41), Duration.ofSeconds(9), 3, new PublishWindow(5, Duration.ofSeconds(77)), Duration.ofMillis(20), Retry.exponential(2));

  private final Map<String, Queue<Object[]>> calls = new ConcurrentHashMap<>();

  private List<Object[]> of(String call) {
    return List.copyOf(calls.getOrDefault(call, new ConcurrentLinkedQueue<>()));
  }

  @Test
  void everyCallHasTheValuesThatTheWorkerWasGiven() {
    CountDownLatch done = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      done.await();
      return input;
    }))) {
      Wire wire = new Wire("w1", rig.recorder);
      wire.tap((call, arguments) -> calls.computeIfAbsent(call, any -> new ConcurrentLinkedQueue<>()).add(arguments.clone()));
      Ticks ticks = new Ticks(OPTIONS.heartbeat());
      Worker worker = rig.start(OPTIONS, wire, ticks, Faults.NONE);
      List<RunId> runs = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        runs.add(rig.submit("single", INPUT));
      }
      rig.recorder.awaitUntil("all slots are taken", () -> worker.inHand() == OPTIONS.slots());
      ticks.heartbeat(); // a pause of another length would not end
      rig.recorder.await("call w1 store heartbeat");
      rig.recorder.await("call w1 queue default extendVisibility");
      done.countDown();
      runs.forEach(rig::awaitSuccess);

      assertThat(of("queue default receive")).isNotEmpty().allSatisfy(call -> assertThat(call[1]).isEqualTo(OPTIONS.receiveWait()));
      assertThat(of("store claim")).isNotEmpty().allSatisfy(call -> assertThat(((Claim) call[0]).lease()).isEqualTo(OPTIONS.lease()));
      assertThat(of("store heartbeat")).isNotEmpty().allSatisfy(call -> assertThat(call[2]).isEqualTo(OPTIONS.lease()));
      assertThat(of("queue default extendVisibility")).isNotEmpty().allSatisfy(call -> assertThat(call[1]).isEqualTo(OPTIONS.visibility()));
      List<Object[]> commits = of("store commit");
      assertThat(commits).allSatisfy(call -> {
        assertThat((Collection<?>) call[1]).hasSizeLessThanOrEqualTo(OPTIONS.commitBatchSize());
        assertThat((Collection<?>) call[2]).allSatisfy(claim -> assertThat(((Claim) claim).lease()).isEqualTo(OPTIONS.lease()));
        PublishWindow window = (PublishWindow) call[3];
        assertThat(window.size()).isEqualTo(OPTIONS.window().size());
        assertThat(window.forgetAfter()).isEqualTo(OPTIONS.window().forgetAfter());
      });
      assertThat(commits).as("seven end at once, three at most a commit").hasSizeGreaterThanOrEqualTo(20 / OPTIONS.commitBatchSize());
    }
  }
}
