package dev.sluice.tests.endtoend.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.ApiJson;
import dev.sluice.core.api.DeadLetterOrder;
import dev.sluice.core.api.DeadLetterView;
import dev.sluice.core.api.ForkRequest;
import dev.sluice.core.api.RunView;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.simulator.history.History;
import dev.sluice.tests.endtoend.Cloud;
import dev.sluice.tests.endtoend.Eventually;
import dev.sluice.tests.endtoend.chaos.jobs.Climb;
import dev.sluice.tests.endtoend.chaos.jobs.Posting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs with all that may be in the middle of something: an entry of an account, elements of a map, a sub-job, a wait for somebody, a
 * checkpoint, a night's sleep, a decision, a compensation, a quarantine, a cancel, and forks of them. For one thread.
 */
final class Mixture {
  /** The jobs, how many runs of each a batch has, and which ops one of them may be forked from. */
  private enum Kind {
    POSTING("posting", 24), SQUARES("squares", 3, "square", "compare"), GUARDED("guarded", 2, "add-up", "agree", "tell"),
    CLIMB("climb", 4, "climb", "rest", "look", "ropes", "top"), UNDONE("undone", 3, "do", "use"), POISON("poison", 2);

    final String job;
    final int runs;
    final List<String> points;

    Kind(String job, int runs, String... points) {
      this.job = job;
      this.runs = runs;
      this.points = List.of(points);
    }
  }

  private static final int ACCOUNTS = 4;
  private static final int LARGEST = 20;
  private static final int CAMPS = 3;
  private static final int TENANTS = 3;
  private static final int CANCELED_A_BATCH = 5;
  private static final int LETTERS = 1_000;

  private final Cloud cloud;
  private final Random random;
  private final Tables tables;
  private final Path remedy;
  private final Path journal;
  private final Path diary;
  private final Map<Kind, List<RunId>> runs = new EnumMap<>(Kind.class);
  private final List<RunId> unanswered = new ArrayList<>();
  /** Those that were to be canceled, and whether the answer was that they are. */
  private final Map<RunId, Boolean> called = new HashMap<>();

  Mixture(Cloud cloud, Tables tables, Random random, Path files) {
    this.cloud = cloud;
    this.tables = tables;
    this.random = random;
    this.remedy = files.resolve("remedy");
    this.journal = files.resolve("journal");
    this.diary = files.resolve("diary");
    tables.change(Posting.TABLE);
    for (Kind kind : Kind.values()) {
      runs.put(kind, new ArrayList<>());
    }
  }

  /** Submits some of each, and forks, with keys, so that a submit whose answer was lost can be repeated. */
  List<RunId> submit(int batch) {
    List<RunId> accepted = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      fork(kind, batch).ifPresent(accepted::add);
      List<SubmitRequest> requests = IntStream.range(0, kind.runs).mapToObj(i -> of(kind, SubmitRequest.of(kind.job, input(kind, batch, i)))
          .withIdempotencyKey(kind + "-" + batch + "-" + i)).toList();
      List<RunId> submitted =
          Eventually.answered(() -> cloud.coordinator.submitAll(requests)).stream().map(AcceptedRun::runId).toList();
      runs.get(kind).addAll(submitted);
      accepted.addAll(submitted);
    }
    return accepted;
  }

  /** Forks one of the runs of a kind, however far it is. */
  private Optional<RunId> fork(Kind kind, int batch) {
    if (batch == 0 || kind.points.isEmpty()) {
      return Optional.empty();
    }
    RunId source = anyOf(runs.get(kind));
    ForkRequest request = new ForkRequest(anyOf(kind.points), null, "fork of " + kind + " " + batch);
    RunId fork = Eventually.answered(() -> cloud.coordinator.fork(source, request)).runId();
    runs.get(kind).add(fork);
    return Optional.of(fork);
  }

  private <T> T anyOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** Climbers go for somebody. */
  private SubmitRequest of(Kind kind, SubmitRequest request) {
    int tenant = random.nextInt(TENANTS);
    return kind == Kind.CLIMB ? request.withTenant("tenant-" + tenant, 1 + tenant) : request;
  }

  private Object input(Kind kind, int batch, int number) {
    return switch (kind) {
      case POSTING -> new Posting.Entry("account-" + number % ACCOUNTS, batch * kind.runs + number, journal.toString());
      case SQUARES, GUARDED -> LARGEST - number;
      case UNDONE -> "no. " + number;
      case CLIMB -> new Climb.Route(CAMPS + number, number % 2 == 0, diary.toString());
      case POISON -> remedy.toString();
    };
  }

  /** Agrees to what has waited since the last time, and cancels some of what was submitted last, whatever it is doing. */
  void meddle(List<RunId> submitted) {
    agree();
    unanswered.addAll(submitted.stream().filter(runs.get(Kind.GUARDED)::contains).toList());
    for (int i = 0; i < CANCELED_A_BATCH; i++) {
      RunId run = anyOf(submitted);
      called.merge(run, Eventually.answered(() -> cloud.coordinator.cancel(run, "chaos")), Boolean::logicalOr);
    }
  }

  private void agree() {
    unanswered.forEach(run -> Eventually.answered(() -> {
      try {
        cloud.coordinator.signal(new IdempotencyKey(run, "agree"), true);
      } catch (ApiException e) {
        if (e.problem().status() != 409) { // it was canceled, or the answer to this signal was lost
          throw e;
        }
      }
      return run;
    }));
    unanswered.clear();
  }

  /** Agrees to the rest, finds the remedy, and lets the poisoned swallow again, however often a worker is lost even now. */
  void mend() throws IOException {
    agree();
    awaitEnd();
    Files.createFile(remedy);
    Eventually.holds("nothing is poisoned any more", () -> {
      List<String> letters =
          letters().filter(letter -> letter.job().equals(Kind.POISON.job)).map(letter -> letter.key().toString()).toList();
      if (!letters.isEmpty()) {
        cloud.coordinator.redrive(DeadLetterOrder.of(letters));
        awaitEnd();
      }
      return letters.isEmpty();
    });
    Eventually.holds("all messages are out", () -> tables.count("outbox") == 0);
  }

  private Stream<DeadLetterView> letters() {
    return cloud.coordinator.deadLetters(DeadLetterFilter.all(LETTERS)).stream();
  }

  private void awaitEnd() {
    Eventually.holds("all runs have ended", () -> tables.count("job_run where finished_at is null") == 0);
  }

  /** Holds the results, the rows of the application and what the store has left against each other. */
  void check(History history) throws IOException {
    assertThat(letters().filter(letter -> !letter.job().equals(Kind.UNDONE.job))).as("in quarantine").isEmpty();
    Map<RunId, RunStatus> ends = history.runs().stream().collect(Collectors.toMap(run -> run.id(), run -> run.status()));
    runs.forEach((kind, ids) -> ids.forEach(run -> assertThat(ends.get(run)).as(() -> kind.job + " " + cloud.coordinator.run(run))
        .isIn(mayEnd(kind, run))));
    assertThat(runs.values().stream().flatMap(Collection::stream).map(ends::get))
        .contains(RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELED);

    String succeeded = "op_execution o join job_run r using (run_id) where o.state = 'SUCCEEDED' and r.job_name = ";
    String committed = succeeded + "'posting' and o.op_key = 'post'";
    assertThat(tables.count(committed)).isPositive();
    assertThat(tables.count("public.posting")).as("a row of the application for each result").isEqualTo(tables.count(committed));
    assertThat(tables.count(committed + " and exists (select from public.posting p where p.op = o.run_id || '/' || o.op_key"
        + " and p.attempt = o.attempt and p.number::text = o.output)")).as("and that of its very attempt").isEqualTo(tables.count(committed));
    assertThat(tables.count("(select number, lag(number) over (partition by account order by id) as before from public.posting) as p"
        + " where before >= number")).as("entries of an account that were not written in their order").isZero();
    Set<String> told = new LinkedHashSet<>(Files.readAllLines(journal)); // a message may come again
    for (int account = 0; account < ACCOUNTS; account++) {
      String name = "account-" + account;
      assertThat(told.stream().filter(line -> line.startsWith(name)).toList()).as("messages of entries that stand, in their order")
          .isEqualTo(tables.texts("select account || ' ' || number from public.posting where account = '" + name + "' order by id"));
    }
    for (RunId run : runs.get(Kind.CLIMB)) {
      RunView climb = cloud.coordinator.run(run).run();
      if (climb.status() == RunStatus.SUCCEEDED) {
        assertThat(climb.output()).isEqualTo(ApiJson.mapper().valueToTree(climb.input().get("steep").asBoolean() ? "by ropes" : "by the path"));
      }
    }
    assertThat(Files.readAllLines(diary)).as("camps that were kept, of which no later attempt makes one again").doesNotHaveDuplicates();
    String undone = succeeded + "'undone' and not r.cancel_requested and o.attempt > 0 and o.op_key = ";
    assertThat(tables.count(undone + "'undo.do'")).as("compensations").isPositive().isEqualTo(tables.count(undone + "'do'"));
    assertThat(tables.count("slot_group where taken <> 0")).as("slots that nobody gave back").isZero();
    assertThat(tables.count("op_limit where open and lane is not null")).as("places in lanes that nobody left").isZero();
  }

  private Set<RunStatus> mayEnd(Kind kind, RunId run) {
    RunStatus end = kind == Kind.UNDONE ? RunStatus.FAILED : RunStatus.SUCCEEDED;
    if (!called.containsKey(run)) {
      return Set.of(end);
    }
    // Where the first answer was lost, the next one says that there is nothing to cancel.
    return called.get(run) && end == RunStatus.SUCCEEDED ? Set.of(RunStatus.CANCELED) : Set.of(RunStatus.CANCELED, end);
  }
}
