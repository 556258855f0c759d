package dev.sluice.tests.conformance.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.schedule.FiredSchedule;
import dev.sluice.core.schedule.Firing;
import dev.sluice.core.schedule.MissedTicks;
import dev.sluice.core.schedule.ScheduleDefinition;
import dev.sluice.core.schedule.ScheduleState;
import dev.sluice.core.schedule.ScheduleStore;
import dev.sluice.core.schedule.ScheduledRuns;
import dev.sluice.core.schedule.TickPlan;
import dev.sluice.core.schedule.UnknownScheduleException;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SubmitOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every store of schedules promises. */
interface ScheduleConformance {
  PublishWindow WINDOW = new PublishWindow(10, Duration.ofMinutes(1));
  Random RANDOM = new Random(7);
  Set<String> JOBS = Set.of("report");

  ScheduleStore schedules();

  RunStore runs();

  /** Moves the stores' time. */
  void advance(Duration duration);

  private static ScheduleDefinition definition(String name, String when) {
    return new ScheduleDefinition(name, "report", when, "UTC", MissedTicks.RUN_ALL, "{\"n\":1}");
  }

  static RunRequest request(String schedule, Instant tick) {
    return request(ScheduledRuns.keyOf(schedule, tick));
  }

  private static RunRequest request(String key) {
    return new RunRequest(RunId.next(InstantSource.system(), RANDOM), "report", "v1", "{\"n\":1}", "only", Map.of(), key,
        List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
  }

  /** Decides as a coordinator does, on runs of one op. */
  static TickPlan plan(ScheduleState schedule, Instant now) {
    Firing firing = schedule.nextTick() == null
        ? new Firing(List.of(), false, schedule.definition().recurrence().after(now))
        : Firing.of(schedule.definition().recurrence(), schedule.definition().missed(), schedule.nextTick(), now);
    return new TickPlan(firing, firing.ticks().stream().map(tick -> request(schedule.name(), tick)).toList());
  }

  private Optional<FiredSchedule> fire(String name) {
    return schedules().fire(name, WINDOW, ScheduleConformance::plan);
  }

  private List<Run> allRuns() {
    return runs().runs(new RunFilter(Optional.empty(), Optional.empty(), 100));
  }

  private ScheduleState hourly() {
    schedules().define(List.of(definition("hourly", "0 * * * *")));
    fire("hourly");
    return schedules().find("hourly");
  }

  @Test
  default void aNewScheduleIsDueOnceSoThatItsNextTickIsWorkedOut() {
    schedules().define(List.of(definition("hourly", "0 * * * *")));
    assertThat(schedules().due(JOBS, 10)).containsExactly("hourly");
    assertThat(schedules().find("hourly").nextTick()).isNull();
    FiredSchedule fired = fire("hourly").orElseThrow();
    assertThat(fired.outcome().submissions()).isEmpty();
    assertThat(schedules().find("hourly").nextTick()).isEqualTo(fired.plan().firing().next());
    assertThat(schedules().due(JOBS, 10)).isEmpty();
    assertThat(fire("hourly")).isEmpty();
    assertThat(allRuns()).isEmpty();
  }

  @Test
  default void dueTicksBecomeRunsAndTheScheduleAdvancesInOneStep() {
    Instant first = Objects.requireNonNull(hourly().nextTick());
    advance(Duration.ofHours(2));
    assertThat(schedules().due(JOBS, 10)).containsExactly("hourly");
    FiredSchedule fired = fire("hourly").orElseThrow();
    assertThat(fired.plan().firing().ticks()).containsExactly(first, first.plus(Duration.ofHours(1)));
    assertThat(fired.outcome().toPublish()).hasSize(2);
    assertThat(allRuns()).hasSize(2).extracting(Run::idempotencyKey).containsExactlyInAnyOrder(
        "schedule/hourly@" + first, "schedule/hourly@" + first.plus(Duration.ofHours(1)));
    ScheduleState after = schedules().find("hourly");
    assertThat(after.lastTick()).isEqualTo(first.plus(Duration.ofHours(1)));
    assertThat(after.nextTick()).isEqualTo(first.plus(Duration.ofHours(2)));
    assertThat(after.lastRun()).isEqualTo(fired.outcome().submissions().get(1).runId());
    assertThat(after.lastRunAt()).isNotNull();
    assertThat(fire("hourly")).isEmpty();
  }

  @Test
  default void aPlanThatFailsLeavesScheduleAndRunsAsTheyWere() {
    ScheduleState before = hourly();
    advance(Duration.ofHours(1));
    assertThatThrownBy(() -> schedules().fire("hourly", WINDOW, (schedule, now) -> {
      throw new IllegalStateException("no plan");
    })).hasMessage("no plan");
    assertThat(schedules().find("hourly")).isEqualTo(before);
    assertThat(fire("hourly").orElseThrow().outcome().submissions()).hasSize(1);
  }

  @Test
  default void aTickWhoseRunIsThereAlreadyStartsNoOther() {
    Instant tick = Objects.requireNonNull(hourly().nextTick());
    RunId there = runs().submit(List.of(request("hourly", tick)), WINDOW).submissions().get(0).runId();
    advance(Duration.ofHours(1));
    assertThat(fire("hourly").orElseThrow().outcome().submissions()).singleElement()
        .satisfies(submission -> assertThat(submission.created()).isFalse());
    assertThat(allRuns()).hasSize(1);
    assertThat(schedules().find("hourly").lastRun()).isEqualTo(there);
  }

  @Test
  default void aPausedScheduleIsNeverDueAndItsTicksAreNotMissed() {
    hourly();
    schedules().pause("hourly", true);
    assertThat(schedules().find("hourly").paused()).isTrue();
    assertThat(schedules().find("hourly").nextTick()).isNull();
    advance(Duration.ofHours(3));
    assertThat(schedules().due(JOBS, 10)).isEmpty();
    assertThat(fire("hourly")).isEmpty();
    schedules().pause("hourly", false);
    assertThat(fire("hourly").orElseThrow().outcome().submissions()).isEmpty();
    assertThat(allRuns()).isEmpty();
    Instant next = schedules().find("hourly").nextTick();
    schedules().pause("hourly", false);
    assertThat(schedules().find("hourly").nextTick()).as("it was not paused").isNotNull().isEqualTo(next);
  }

  @Test
  default void aNewDefinitionIsTakenOverAndThePauseStays() {
    ScheduleState before = hourly();
    schedules().define(List.of(definition("hourly", "0 * * * *")));
    assertThat(schedules().find("hourly")).as("nothing has changed").isEqualTo(before);

    schedules().pause("hourly", true);
    ScheduleDefinition other =
        new ScheduleDefinition("hourly", "report", "30 * * * *", "Europe/Berlin", MissedTicks.SKIP, "{\"n\":2}");
    schedules().define(List.of(other));
    assertThat(schedules().find("hourly")).isEqualTo(new ScheduleState(other, true, true, null, null, null, null));
  }

  @Test
  default void anotherInputOrPolicyLeavesTheTickThatIsWaitedFor() {
    ScheduleState before = hourly();
    schedules().define(List.of(new ScheduleDefinition("hourly", "report", "0 * * * *", "UTC", MissedTicks.SKIP, "{\"n\":2}")));
    assertThat(schedules().find("hourly").nextTick()).isEqualTo(before.nextTick());
    assertThat(schedules().find("hourly").definition().input()).isEqualTo("{\"n\":2}");
  }

  @Test
  default void aScheduleThatNoJobDefinesAnyMoreIsKeptAndStartsNothing() {
    hourly();
    schedules().define(List.of(definition("daily", "0 0 * * *")));
    advance(Duration.ofHours(3));
    assertThat(schedules().list()).extracting(ScheduleState::name).containsExactly("daily", "hourly");
    assertThat(schedules().find("hourly").active()).isFalse();
    assertThat(schedules().due(JOBS, 10)).containsExactly("daily");
    assertThat(fire("hourly")).isEmpty();
    schedules().define(List.of(definition("hourly", "0 * * * *")));
    assertThat(schedules().find("hourly").active()).isTrue();
    assertThat(fire("hourly").orElseThrow().outcome().submissions()).as("it begins anew").isEmpty();
  }

  @Test
  default void onlySchedulesOfKnownJobsAreNamedAndThoseThatWaitLongestFirst() {
    schedules().define(List.of(definition("hourly", "0 * * * *"), definition("a-minute", "* * * * *")));
    fire("hourly");
    fire("a-minute");
    advance(Duration.ofHours(1));
    assertThat(schedules().due(Set.of("other"), 10)).isEmpty();
    assertThat(schedules().due(Set.of("other", "report"), 10)).hasSize(2);
    assertThat(schedules().due(JOBS, 1)).hasSize(1);
    fire("a-minute");
    advance(Duration.ofMinutes(1));
    assertThat(schedules().due(JOBS, 10)).containsExactly("hourly", "a-minute");
  }

  @Test
  default void aTriggerStartsARunBesideTheTicks() {
    ScheduleState before = hourly();
    schedules().pause("hourly", true);
    SubmitOutcome outcome = schedules().trigger("hourly", request("by hand"), WINDOW);
    assertThat(outcome.toPublish()).hasSize(1);
    assertThat(schedules().find("hourly").lastRun()).isEqualTo(outcome.submissions().get(0).runId());
    assertThat(schedules().find("hourly").lastTick()).isEqualTo(before.lastTick());
    SubmitOutcome again = schedules().trigger("hourly", request("by hand"), WINDOW);
    assertThat(again.submissions().get(0).created()).isFalse();
    assertThat(schedules().find("hourly").lastRun()).isEqualTo(outcome.submissions().get(0).runId());
    assertThat(allRuns()).hasSize(1);
  }

  @Test
  default void anUnknownScheduleIsNamed() {
    assertThatThrownBy(() -> schedules().find("nightly")).isInstanceOf(UnknownScheduleException.class)
        .hasMessage("there is no schedule \"nightly\": sluice schedule list shows those that there are");
    assertThatThrownBy(() -> schedules().pause("nightly", true)).isInstanceOf(UnknownScheduleException.class);
    assertThatThrownBy(() -> schedules().trigger("nightly", request("x"), WINDOW)).isInstanceOf(UnknownScheduleException.class);
    assertThat(allRuns()).as("nothing was accepted").isEmpty();
    assertThat(schedules().fire("nightly", WINDOW, ScheduleConformance::plan)).isEmpty();
  }

  @Test
  default void thePlannerIsGivenTheStoresTime() {
    schedules().define(List.of(definition("hourly", "0 * * * *")));
    AtomicReference<Instant> first = new AtomicReference<>();
    schedules().fire("hourly", WINDOW, (schedule, now) -> {
      first.set(now);
      return plan(schedule, now);
    });
    advance(Duration.ofHours(5));
    schedules().fire("hourly", WINDOW, (schedule, now) -> {
      assertThat(Duration.between(first.get(), now)).isBetween(Duration.ofHours(5), Duration.ofHours(6));
      return plan(schedule, now);
    });
  }
}
