package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.worker.TestJobs.Diamond;
import dev.sluice.worker.TestJobs.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker loses its power at each point where what is durable differs; another one ends its work, each op with one result. */
@Timeout(60)
class CrashTest {
  private static final String INPUT = "{\"text\":\"in\"}";

  /** Cuts the power the first time that a point is passed. */
  private static Faults at(FaultPoint fatal, Wire wire, Recorder recorder, AtomicBoolean struck) {
    return point -> {
      if (point == fatal && struck.compareAndSet(false, true)) {
        wire.cutPower();
        recorder.write("crashed");
        throw new Wire.PowerCut();
      }
    };
  }

  @ParameterizedTest
  @EnumSource(value = FaultPoint.class, mode = EnumSource.Mode.EXCLUDE,
      names = {"SUBMIT_COMMITTED", "LEASES_RECOVERED", "DEAD_LETTERS_SENT"})
  void aCrashLosesNothingAndCommitsNothingTwice(FaultPoint point) {
    try (Rig rig = new Rig(new Diamond((op, context) -> {}))) {
      AtomicBoolean struck = new AtomicBoolean();
      // One slot, so that a commit has more ready than it can claim, and publishes the rest.
      Rig.Hand first = rig.start("first", 1, wire -> at(point, wire, rig.recorder, struck));
      List<RunId> runs = List.of(rig.submit("diamond", INPUT), rig.submit("diamond", INPUT), rig.submit("diamond", INPUT));
      rig.recorder.await("crashed");
      first.worker().close();

      rig.start("second", 2);
      for (int step = 0; step < 30 && runs.stream().anyMatch(run -> !rig.run(run).status().isTerminal()); step++) {
        letWorkEnd(rig);
        rig.clock.advance(Rig.HEARTBEAT);
        rig.store.recover(100);
        rig.dispatch();
      }

      runs.forEach(rig::awaitSuccess);
      runs.forEach(run -> assertThat(rig.run(run).output()).isEqualTo("{\"text\":\"join(left(top(in))+right(top(in)))\"}"));
      runs.forEach(run -> assertThat(successes(rig.events(run))).isEqualTo(Map.of("top", 1L, "left", 1L, "right", 1L, "join", 1L)));
      assertThat(rig.deadLetter("default").depth().visible()).isZero();
    }
  }

  /** Waits until the live worker has nothing in hand and nothing to receive, so that moving the clock takes no lease from it. */
  private static void letWorkEnd(Rig rig) {
    rig.recorder.awaitUntil("a quiet moment",
        () -> rig.queue("default").depth().visible() == 0 && rig.handsOf("second") == 0);
  }

  private static Map<String, Long> successes(List<RunEvent> events) {
    return events.stream()
        .filter(event -> event.type() == EventType.OP_SUCCEEDED)
        .collect(Collectors.groupingBy(event -> String.valueOf(event.opKey()), Collectors.counting()));
  }

  @Test
  void redeliveryAfterACrashBetweenCommitAndDeleteRunsNothing() {
    AtomicInteger executions = new AtomicInteger();
    AtomicBoolean struck = new AtomicBoolean();
    try (Rig rig = new Rig(Single.of((input, context) -> {
      executions.incrementAndGet();
      return input;
    }))) {
      Rig.Hand first = rig.start("first", 1, wire -> at(FaultPoint.BEFORE_DELETE, wire, rig.recorder, struck));
      RunId run = rig.submit("single", INPUT);
      rig.recorder.await("crashed");
      first.worker().close();
      rig.awaitSuccess(run);
      assertThat(rig.queue("default").depth().inFlight()).isEqualTo(1);

      rig.start("second", 1);
      rig.clock.advance(Rig.VISIBILITY);

      rig.recorder.await("duplicate default");
      rig.awaitQueuesEmpty();
      assertThat(executions).hasValue(1);
      assertThat(rig.events(run)).extracting(RunEvent::type).contains(EventType.DUPLICATE_SUPPRESSED);
    }
  }

  @Test
  void everyPointOfAWorkerIsReallyPassed() {
    List<FaultPoint> passed = java.util.Collections.synchronizedList(new ArrayList<>());
    try (Rig rig = new Rig(new Diamond((op, context) -> {}))) {
      rig.start("first", 1, wire -> passed::add);
      rig.awaitSuccess(rig.submit("diamond", INPUT));
      rig.awaitQueuesEmpty();
    }

    assertThat(passed).contains(FaultPoint.MESSAGE_RECEIVED, FaultPoint.OPS_CLAIMED, FaultPoint.OP_RETURNED,
        FaultPoint.RESULTS_COMMITTED, FaultPoint.PUBLISH_MARKED, FaultPoint.PUBLISH_SENT, FaultPoint.BEFORE_DELETE);
    assertThat(passed.indexOf(FaultPoint.RESULTS_COMMITTED)).isLessThan(passed.indexOf(FaultPoint.BEFORE_DELETE));
  }
}
