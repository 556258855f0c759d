package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.VirtualClock;
import dev.sluice.tests.conformance.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Both stores. They get the same calls and have to answer alike; what else they say of the runs that a call has changed is compared too. */
final class Twins {
  private final String name;
  private final VirtualClock clock;
  private final TestDatabase.Schema schema;
  private final RunStore memory;
  private final RunStore postgres;
  private final Set<RunId> runs = new LinkedHashSet<>();
  private final List<String> log = new ArrayList<>();
  private long toldByMemory;
  private long toldByPostgres;

  /**
   * Makes them empty.
   *
   * @param name of the schedule, to be told where they differ
   */
  Twins(String name, VirtualClock clock, TestDatabase.Schema schema) {
    this.name = name;
    this.clock = clock;
    this.schema = schema;
    this.memory = new InMemoryRunStore(clock, () -> connection(schema));
    this.postgres = schema.database().runStore();
  }

  private static Connection connection(TestDatabase.Schema schema) {
    try {
      return schema.connection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All runs that were accepted, sub-jobs too. */
  List<RunId> runs() {
    return List.copyOf(runs);
  }

  void advance(Duration duration) {
    log.add("advance");
    clock.advance(duration);
    schema.advance(duration);
  }

  void same(String call, Function<RunStore, Object> answer) {
    both(call, answer, String::valueOf);
  }

  /** Calls both, compares what they answer and what it has changed, and returns what PostgreSQL did. */
  <T> T both(String call, Function<RunStore, T> answer, Function<T, Object> shown) {
    log.add(call);
    T theirs = answered(postgres, answer);
    T ours = answered(memory, answer);
    compare(shown.apply(theirs), shown.apply(ours));
    compareWhatChanged();
    return theirs;
  }

  private <T> T answered(RunStore store, Function<RunStore, T> answer) {
    try {
      return answer.apply(store);
    } catch (RuntimeException e) {
      throw new AssertionError(store.getClass().getSimpleName() + " threw in " + told(), e);
    }
  }

  private void compare(Object theirs, Object ours) {
    assertThat(theirs).as(() -> "PostgreSQL, and expected as memory, of " + told()).isEqualTo(ours);
  }

  private String told() {
    return name + " after\n" + String.join("\n", log);
  }

  private void compareWhatChanged() {
    List<RunEvent> theirs = postgres.eventsAfter(toldByPostgres, Integer.MAX_VALUE);
    List<RunEvent> ours = memory.eventsAfter(toldByMemory, Integer.MAX_VALUE);
    toldByPostgres = theirs.isEmpty() ? toldByPostgres : theirs.get(theirs.size() - 1).sequence();
    toldByMemory = ours.isEmpty() ? toldByMemory : ours.get(ours.size() - 1).sequence();
    compare(history(theirs), history(ours));
    ours.stream().map(RunEvent::runId).distinct().forEach(run -> {
      runs.add(run);
      compareRun(run);
    });
  }

  private void compareRun(RunId run) {
    compare(look(postgres, run), look(memory, run));
  }

  private static String look(RunStore store, RunId run) {
    return run + " " + store.find(run).map(TwinWords::show).orElse("is forgotten")
        + store.ops(run).stream().map(op -> "\n" + TwinWords.show(op)).sorted().toList();
  }

  /** Compares everything. */
  void compareAll() {
    log.add("look at all");
    runs.forEach(this::compareRun);
    compare(measured(postgres), measured(memory));
  }

  private static List<String> measured(RunStore store) {
    return store.backlog().stream().map(queue -> queue.queue() + " running " + queue.running() + " others " + (queue.ready() + queue.delayed()))
        .toList();
  }

  /** The history of each op by itself, since what one call does to several has no order, as what it refuses has none. */
  private static Map<String, List<String>> history(List<RunEvent> events) {
    return events.stream().sorted(Comparator.comparing(event -> event.type() == EventType.COMMIT_FENCED))
        .collect(Collectors.groupingBy(
            event -> event.runId() + "/" + event.opKey(), TreeMap::new, Collectors.mapping(TwinWords::show, Collectors.toList())));
  }
}
