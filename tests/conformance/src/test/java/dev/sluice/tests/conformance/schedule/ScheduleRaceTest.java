package dev.sluice.tests.conformance.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryQueues;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.schedule.Firing;
import dev.sluice.core.schedule.MissedTicks;
import dev.sluice.core.schedule.Recurrence;
import dev.sluice.core.schedule.ScheduleDefinition;
import dev.sluice.core.schedule.ScheduledRuns;
import dev.sluice.core.schedule.Scheduler;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.tests.conformance.postgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three coordinators on one database with many schedules, across a change of the clocks and an outage around it. The database's time stands
 * still between steps, so that what each policy leads to is known to the tick.
 */
@Timeout(300)
class ScheduleRaceTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration STEP = Duration.ofMinutes(10);
  private static final int COORDINATORS = 3;
  private static final JobRegistry JOBS = JobRegistry.of(List.of(new Often()));

  private final TestDatabase.Schema schema = TestDatabase.shared().newSchema();
  private final List<Database> pools = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(COORDINATORS);
  /** Ticks as they were fired, with their schedule. */
  private final Queue<Map.Entry<String, Instant>> fired = new ConcurrentLinkedQueue<>();
  private Instant now = Instant.EPOCH;

  @AfterEach
  void stop() {
    threads.shutdownNow();
    pools.forEach(Database::close);
    schema.close();
  }

  private void setTime(Instant time) {
    now = time;
    schema.execute("create or replace function " + schema.name() + ".platform_time() returns timestamptz language sql stable as "
        + "$$ select timestamptz '" + time + "' $$");
  }

  private Scheduler coordinator(Faults faults) {
    Database pool = schema.open(3);
    pools.add(pool);
    PlatformListener listener = new PlatformListener() {
      @Override
      public void fired(String schedule, Firing firing) {
        firing.ticks().forEach(tick -> fired.add(Map.entry(schedule, tick)));
      }
    };
    RunDesk desk = new RunDesk(JOBS, new RunPlanner(InstantSource.system(), new Random(), new Payloads(1 << 16), 3),
        InMemoryQueues.open(Set.of("default"), InstantSource.system(), Duration.ofSeconds(30), 10));
    return new Scheduler(pool.schedules(), new ScheduledRuns(desk), JOBS.schedules(), tasks -> { }, PublishWindow.CLOSED, listener, faults);
  }

  /** All look at the same moment, until nothing is due. */
  private void look(List<Scheduler> coordinators) throws Exception {
    CyclicBarrier start = new CyclicBarrier(coordinators.size());
    List<Future<?>> looks = new ArrayList<>();
    for (Scheduler coordinator : coordinators) {
      looks.add(threads.submit(() -> {
        start.await();
        do {
          coordinator.look();
        } while (!schema.database().schedules().due(JOBS.names(), 1).isEmpty());
        return null;
      }));
    }
    for (Future<?> look : looks) {
      look.get(2, TimeUnit.MINUTES);
    }
  }

  private Map<String, List<Instant>> firedBySchedule() {
    Map<String, List<Instant>> ticks = new TreeMap<>();
    fired.forEach(one -> ticks.computeIfAbsent(one.getKey(), any -> new ArrayList<>()).add(one.getValue()));
    ticks.values().forEach(list -> list.sort(null));
    return ticks;
  }

  private List<String> keysOfAllRuns() {
    List<String> keys = new ArrayList<>();
    Optional<RunId> before = Optional.empty();
    List<Run> page = schema.database().runStore().runs(new RunFilter(Optional.empty(), before, RunFilter.MAX_LIMIT));
    while (!page.isEmpty()) {
      page.forEach(run -> keys.add(String.valueOf(run.idempotencyKey())));
      before = Optional.of(page.get(page.size() - 1).id());
      page = schema.database().runStore().runs(new RunFilter(Optional.empty(), before, RunFilter.MAX_LIMIT));
    }
    return keys;
  }

  @ParameterizedTest(name = "the clocks jump forward: {0}")
  @ValueSource(booleans = {true, false})
  void eachTickStartsExactlyOneRunAcrossAChangeOfTheClocksAndAnOutage(boolean forward) throws Exception {
    ZoneOffsetTransition change = BERLIN.getRules().nextTransition(Instant.now());
    while (change.isGap() != forward) {
      change = BERLIN.getRules().nextTransition(change.getInstant());
    }
    Instant begin = change.getInstant().minus(Duration.ofHours(3)).plusSeconds(5);
    Instant down = change.getInstant().minus(Duration.ofMinutes(50)).plusSeconds(5);
    Instant up = change.getInstant().plus(Duration.ofMinutes(125)); // five minutes after a tick, so that none is on time
    Instant end = change.getInstant().plus(Duration.ofHours(4));
    setTime(begin);
    schema.database().runStore().forget(Duration.ofDays(1_000), 1); // makes room for the history of that day
    List<Scheduler> coordinators = List.of(coordinator(Faults.NONE), coordinator(Faults.NONE), coordinator(Faults.NONE));
    look(coordinators);
    while (now.isBefore(down)) {
      setTime(now.plus(STEP));
      look(coordinators);
    }
    setTime(up);
    look(coordinators);
    setTime(change.getInstant().plus(Duration.ofMinutes(130)).plusSeconds(5));
    look(coordinators);
    while (now.isBefore(end)) {
      setTime(now.plus(STEP));
      look(coordinators);
    }

    Map<String, List<Instant>> ticks = firedBySchedule();
    for (ScheduleDefinition definition : JOBS.schedules()) {
      assertThat(ticks.getOrDefault(definition.name(), List.of())).as(definition.toString())
          .containsExactlyElementsOf(expected(definition, begin, down, up, now));
    }
    assertThat(keysOfAllRuns()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(
        fired.stream().map(one -> ScheduledRuns.keyOf(one.getKey(), one.getValue())).toList());
  }

  /** What the policies say, written down in another way than the code has it. */
  private static List<Instant> expected(ScheduleDefinition schedule, Instant begin, Instant down, Instant up, Instant end) {
    List<Instant> run = ticks(schedule, begin, end);
    List<Instant> missed = ticks(schedule, down, up);
    switch (schedule.missed()) {
      case SKIP -> run.removeAll(missed);
      case RUN_ONCE -> run.removeAll(missed.subList(0, Math.max(0, missed.size() - 1)));
      case RUN_ALL -> assertThat(missed).hasSizeLessThan(MissedTicks.MOST_AT_ONCE);
    }
    return run;
  }

  private static List<Instant> ticks(ScheduleDefinition schedule, Instant after, Instant upTo) {
    Recurrence recurrence = schedule.recurrence();
    List<Instant> ticks = new ArrayList<>();
    for (Instant tick = recurrence.after(after); !tick.isAfter(upTo); tick = recurrence.after(tick)) {
      ticks.add(tick);
    }
    return ticks;
  }

  /** The end of a process, which nothing catches. */
  private static final class Crash extends Throwable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unchecked")
    static <E extends Throwable> void now() throws E {
      throw (E) new Crash();
    }
  }

  @Test
  void aCoordinatorThatDiesOnceATickIsAcceptedLeavesNothingToRepeatAndNothingUndone() throws Exception {
    Instant begin = Instant.now().truncatedTo(ChronoUnit.HOURS).plusSeconds(5);
    setTime(begin);
    AtomicInteger left = new AtomicInteger(5);
    Scheduler mortal = coordinator(point -> {
      if (point == FaultPoint.SUBMIT_COMMITTED && left.decrementAndGet() == 0) {
        Crash.<RuntimeException>now();
      }
    });
    mortal.look();
    setTime(begin.plus(Duration.ofMinutes(35)));
    assertThatThrownBy(mortal::look).isInstanceOf(Crash.class);
    look(List.of(coordinator(Faults.NONE), coordinator(Faults.NONE)));
    List<String> keys = new ArrayList<>();
    JOBS.schedules().forEach(definition -> expected(definition, begin, begin, now, now)
        .forEach(tick -> keys.add(ScheduledRuns.keyOf(definition.name(), tick))));
    assertThat(keysOfAllRuns()).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(firedBySchedule()).as("the one that died could not tell of the last").hasSizeLessThan(
        (int) keys.stream().map(key -> key.substring(0, key.indexOf('@'))).distinct().count());
  }
}
