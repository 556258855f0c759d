package dev.sluice.coordinator.api;

import dev.sluice.adapters.http.HttpService;
import dev.sluice.adapters.http.Request;
import dev.sluice.adapters.http.Response;
import dev.sluice.core.api.FieldError;
import dev.sluice.core.api.OutboxMessageView;
import dev.sluice.core.api.OutboxReceipt;
import dev.sluice.core.api.OutboxView;
import dev.sluice.core.outbox.OutboxFilter;
import dev.sluice.core.outbox.OutboxKey;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.outbox.WaitingMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Shows what the world outside has not been told yet, and gives up what it does not want to be told. */
final class OutboxApi {
  private static final int DEFAULT_PAGE = 50;
  private static final int LONGEST_PAGE = 1_000;

  private final Supplier<List<OutboxView>> topics;
  private final OutboxStore store;
  private final Runnable wakeRelay;

  OutboxApi(Supplier<List<OutboxView>> topics, OutboxStore store, Runnable wakeRelay) {
    this.topics = topics;
    this.store = store;
    this.wakeRelay = wakeRelay;
  }

  void addTo(HttpService service) {
    service.get("/v1/outbox", this::topics);
    service.get("/v1/outbox/messages", this::list);
    service.post("/v1/outbox:drop", this::drop);
  }

  private Response topics(Request request) {
    request.allowQuery();
    return Response.json(200, topics.get());
  }

  private Response list(Request request) {
    request.allowQuery("topic", "refused", "limit");
    int limit = (int) Parameters.number(request, "limit", DEFAULT_PAGE, 1, LONGEST_PAGE);
    OutboxFilter filter = new OutboxFilter(Set.of(), request.queryParameter("topic"), Parameters.flag(request, "refused", false), limit);
    return Response.json(200, store.list(filter).stream().map(OutboxMessageView::of).toList());
  }

  private Response drop(Request request) {
    request.allowQuery();
    List<FieldError> errors = new ArrayList<>();
    FieldReader reader = new FieldReader(request.json(), "", List.of("messages", "topic", "refused", "limit", "dryRun"), errors);
    FieldReader.refuse(errors); // of what is no object nothing can be read
    OutboxFilter filter = new OutboxFilter(messages(reader), reader.optionalText("topic"), reader.flag("refused"),
        reader.optionalNumber("limit", 1, OutboxFilter.MAX_LIMIT).orElse(OutboxFilter.MAX_LIMIT));
    boolean dryRun = reader.flag("dryRun");
    if (errors.isEmpty() && filter.messages().isEmpty() && filter.topic().isEmpty()) {
      reader.wrong("messages", "say which ones: name messages, or a topic");
    }
    FieldReader.refuse(errors);
    if (dryRun) {
      return receipt(store.list(filter).stream().map(WaitingMessage::message).map(OutboxMessage::name).toList(), true);
    }
    List<OutboxKey> dropped = store.drop(filter);
    wakeRelay.run();
    return receipt(dropped, false);
  }

  private static Response receipt(List<OutboxKey> messages, boolean dryRun) {
    return Response.json(200, new OutboxReceipt(messages.stream().map(OutboxKey::toString).toList(), dryRun));
  }

  private static Set<OutboxKey> messages(FieldReader reader) {
    Set<OutboxKey> messages = new HashSet<>();
    for (String text : reader.list("messages")) {
      try {
        messages.add(OutboxKey.parse(text));
      } catch (IllegalArgumentException e) {
        reader.wrong("messages", String.valueOf(e.getMessage()));
      }
    }
    return messages;
  }
}
