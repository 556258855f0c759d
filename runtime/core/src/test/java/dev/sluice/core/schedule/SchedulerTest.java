package dev.sluice.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryQueues;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.inmemory.InMemoryScheduleStore;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  record Input(String text) {}

  /** A job with so many schedules, each a minute. */
  private final class Minutely implements JobSource<Input, String> {
    private final String name;
    private final String queue;
    private final int schedules;
    private final String text;

    Minutely(String name, String queue, int schedules, String text) {
      this.name = name;
      this.queue = queue;
      this.schedules = schedules;
      this.text = text;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Job<Input, String> define(JobBuilder<Input> job) {
      for (int i = 0; i < schedules; i++) {
        job.schedule(Schedule.every(Duration.ofMinutes(1)).named("s" + i), new Input(text));
      }
      return job.output(job.queue(queue).op("only", String.class, (input, context) -> input.text())
          .orderedBy(Input.class, input -> unordered.contains(name) ? broken.get() : name));
    }
  }

  /** Jobs that have lost their ordering key, so that their runs cannot be planned. */
  private final Set<String> unordered = new HashSet<>();
  private Supplier<String> broken = () -> "";

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:30Z"));
  private final RunStore runs = new InMemoryRunStore(clock);
  private final ScheduleStore store = new InMemoryScheduleStore(runs, clock);
  private final List<RunId> submitted = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private final PlatformListener listener = new PlatformListener() {
    @Override
    public void submitted(RunId runId, String jobName) {
      submitted.add(runId);
    }

    @Override
    public void troubled(String what, RuntimeException cause) {
      troubles.add(what + " " + cause.getMessage());
    }
  };

  private Scheduler scheduler(int payloadLimit, Minutely... jobs) {
    JobRegistry registry = JobRegistry.of(List.of(jobs));
    RunDesk desk = new RunDesk(registry, new RunPlanner(clock, new Random(1), new Payloads(payloadLimit), 3),
        InMemoryQueues.open(Set.of("default"), clock, Duration.ofSeconds(30), 10));
    return new Scheduler(store, new ScheduledRuns(desk), registry.schedules(), tasks -> { }, PublishWindow.CLOSED, listener, Faults.NONE);
  }

  private int runsOf(String job) {
    return runs.runs(new RunFilter(Optional.of(job), Optional.empty(), 1_000)).size();
  }

  @Test
  void aScheduleWhoseRunCouldNotBeAcceptedIsLeftOutAndSaysWhy() {
    scheduler(100, new Minutely("good", "default", 1, "x"), new Minutely("elsewhere", "gpu", 1, "x"),
        new Minutely("large", "default", 1, "x".repeat(200))).look();
    assertThat(store.list()).extracting(ScheduleState::name).containsExactly("good.s0");
    assertThat(troubles).satisfiesExactly(
        queue -> assertThat(queue).startsWith("schedule elsewhere.s0, which is left out,").contains("gpu"),
        size -> assertThat(size).startsWith("schedule large.s0, which is left out,").contains("more than the 100"));
  }

  @Test
  void aScheduleWhoseJobLacksAClassIsLeftOutToo() {
    unordered.add("bad");
    broken = () -> {
      throw new NoClassDefFoundError("org/example/Tenants");
    };
    scheduler(1_000, new Minutely("bad", "default", 1, "x"), new Minutely("good", "default", 1, "x")).look();
    assertThat(store.list()).extracting(ScheduleState::name).containsExactly("good.s0");
    assertThat(troubles).singleElement().asString().startsWith("schedule bad.s0, which is left out,").contains("org/example/Tenants");
  }

  @Test
  void whatFailsForOneScheduleHoldsUpNoOtherAndIsTriedAgain() {
    Scheduler scheduler = scheduler(1_000, new Minutely("bad", "default", 1, "x"), new Minutely("good", "default", 3, "x"));
    scheduler.look();
    clock.advance(Duration.ofMinutes(1));
    unordered.add("bad");
    assertThatThrownBy(scheduler::look).hasMessageStartingWith("schedule bad.s0: ").hasCauseInstanceOf(UnusablePayloadException.class);
    assertThat(runsOf("good")).isEqualTo(3);
    assertThat(store.find("bad.s0").lastTick()).isNull();
    unordered.clear();
    scheduler.look();
    assertThat(runsOf("bad")).isEqualTo(1);
    assertThat(runsOf("good")).isEqualTo(3);
    assertThat(submitted).hasSize(4).doesNotHaveDuplicates();
  }

  /** A class that the jobs' jar lacks, or no room on the stack: errors, which are no reason to leave others waiting. */
  @Test
  void anErrorOfOneScheduleHoldsUpNoOther() {
    Scheduler scheduler = scheduler(1_000, new Minutely("bad", "default", 1, "x"), new Minutely("good", "default", 1, "x"));
    scheduler.look();
    unordered.add("bad");
    broken = () -> {
      throw new NoClassDefFoundError("org/example/Tenants");
    };
    clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(scheduler::look).hasMessageContaining("schedule bad.s0: ").hasMessageContaining("NoClassDefFoundError: org/example/Tenants");
    assertThat(runsOf("good")).isEqualTo(1);
    broken = () -> {
      throw new StackOverflowError("for the test");
    };
    clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(scheduler::look).hasMessageContaining("schedule bad.s0: ").hasRootCauseInstanceOf(StackOverflowError.class);
    assertThat(runsOf("good")).isEqualTo(2);
  }

  @Test
  void moreThanOneLookCanTakeAreDealtWithByTheNext() {
    Scheduler scheduler = scheduler(1_000, new Minutely("many", "default", Scheduler.BATCH + 1, "x"));
    assertThat(scheduler.look()).as("more may be due").isTrue();
    assertThat(scheduler.look()).isFalse();
    assertThat(scheduler.look()).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(scheduler.look()).isTrue();
    assertThat(runsOf("many")).isEqualTo(Scheduler.BATCH);
    assertThat(scheduler.look()).isFalse();
    assertThat(runsOf("many")).isEqualTo(Scheduler.BATCH + 1);
  }

  @Test
  void schedulesOfJobsThatThisProcessDoesNotKnowAreLeftToOthers() {
    Scheduler knowing = scheduler(1_000, new Minutely("new", "default", 1, "x"), new Minutely("old", "default", 1, "x"));
    Scheduler older = scheduler(1_000, new Minutely("old", "default", 1, "x"));
    older.look();
    knowing.look();
    clock.advance(Duration.ofMinutes(1));
    older.look();
    assertThat(runsOf("new")).isZero();
    assertThat(runsOf("old")).isEqualTo(1);
    knowing.look();
    assertThat(runsOf("new")).isEqualTo(1);
  }
}
