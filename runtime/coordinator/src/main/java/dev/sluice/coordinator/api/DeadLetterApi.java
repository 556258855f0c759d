package dev.sluice.coordinator.api;

import dev.sluice.adapters.http.HttpService;
import dev.sluice.adapters.http.ProblemException;
import dev.sluice.adapters.http.Request;
import dev.sluice.adapters.http.Response;
import dev.sluice.core.api.DeadLetterDetail;
import dev.sluice.core.api.DeadLetterReceipt;
import dev.sluice.core.api.DeadLetterView;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.DeadLetters;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Shows what failed for good, redrives it and drops it. */
final class DeadLetterApi {
  private static final int DEFAULT_PAGE = 50;
  private static final int LONGEST_PAGE = 1_000;

  private final RunStore store;
  private final DeadLetters letters;
  private final WholePayloads whole;
  private final Runnable wakeDispatcher;

  DeadLetterApi(RunStore store, WholePayloads whole, Runnable wakeDispatcher) {
    this.store = store;
    this.letters = store.deadLetters();
    this.whole = whole;
    this.wakeDispatcher = wakeDispatcher;
  }

  void addTo(HttpService service) {
    service.get("/v1/dead-letters", this::list);
    service.get("/v1/dead-letters/{run}/{op}", this::show);
    service.post("/v1/dead-letters:redrive", this::redrive);
    service.post("/v1/dead-letters:drop", this::drop);
  }

  private Response list(Request request) {
    request.allowQuery("job", "queue", "cause", "olderThan", "after", "limit");
    int limit = (int) Parameters.number(request, "limit", DEFAULT_PAGE, 1, LONGEST_PAGE);
    Optional<IdempotencyKey> after = request.queryParameter("after").map(text -> Parameters.key("after", text));
    Duration olderThan =
        request.queryParameter("olderThan").map(text -> Parameters.duration("olderThan", text)).orElse(Duration.ZERO);
    DeadLetterFilter filter = new DeadLetterFilter(Set.of(), request.queryParameter("job"), request.queryParameter("queue"),
        request.queryParameter("cause"), olderThan, after, limit);
    return Response.json(200, letters.list(filter).stream().map(DeadLetterView::of).toList());
  }

  private Response show(Request request) {
    request.allowQuery();
    IdempotencyKey key = Parameters.key("run", request.pathParameter("run") + "/" + request.pathParameter("op"));
    DeadLetter letter = letters.list(DeadLetterFilter.of(Set.of(key))).stream().findFirst().orElseThrow(() -> new ProblemException(
        ApiProblem.UNKNOWN_DEAD_LETTER, key + " is not in quarantine: it has not failed, was redriven or dropped, or is unknown"));
    Run run = whole.of(store.find(key.runId()).orElseThrow());
    List<String> upstream = upstreamOf(key);
    List<IdempotencyRecord> given = store.ops(key.runId()).stream()
        .filter(op -> upstream.contains(op.key().opKey())).map(whole::of).toList();
    return Response.json(200, DeadLetterDetail.of(letter, letters.attempts(key), run, given));
  }

  /** What an op waits for stands in the first event of its run, or in that of the op which has added it. */
  private List<String> upstreamOf(IdempotencyKey key) {
    List<String> upstream = new ArrayList<>();
    for (RunEvent event : store.events(key.runId())) {
      String detail = event.detail();
      if (detail == null || event.type() != EventType.RUN_SUBMITTED && event.type() != EventType.OP_EXPANDED) {
        continue;
      }
      EventDetails.Submitted submitted = EventDetails.readSubmitted(detail);
      upstream.addAll(submitted.ops().getOrDefault(key.opKey(), List.of()));
      String maker = event.opKey();
      if (maker != null && upstream.contains(maker)) {
        IntStream.range(0, submitted.elements()).forEach(element -> upstream.add(maker + "[" + element + "]"));
      }
    }
    return upstream;
  }

  private Response redrive(Request request) {
    request.allowQuery();
    DeadLetterOrders order = DeadLetterOrders.read(request.json(), true);
    if (order.dryRun()) {
      return preview(order);
    }
    List<IdempotencyKey> redriven = letters.redrive(order.filter(), order.spacing());
    wakeDispatcher.run();
    return receipt(redriven, false);
  }

  private Response drop(Request request) {
    request.allowQuery();
    DeadLetterOrders order = DeadLetterOrders.read(request.json(), false);
    if (order.dryRun()) {
      return preview(order);
    }
    List<IdempotencyKey> dropped = letters.drop(order.filter());
    wakeDispatcher.run();
    return receipt(dropped, false);
  }

  private Response preview(DeadLetterOrders order) {
    return receipt(letters.list(order.filter()).stream().map(letter -> letter.token().key()).toList(), true);
  }

  private static Response receipt(List<IdempotencyKey> keys, boolean dryRun) {
    List<String> texts = new ArrayList<>(keys.size());
    keys.forEach(key -> texts.add(key.toString()));
    return Response.json(200, new DeadLetterReceipt(texts, dryRun));
  }
}
