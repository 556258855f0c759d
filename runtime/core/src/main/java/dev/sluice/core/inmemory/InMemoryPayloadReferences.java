package dev.sluice.core.inmemory;

import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.payload.PayloadReferences;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Run;
import dev.sluice.core.store.RunFilter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@link PayloadReferences} of a small store, by reading all of it. Safe for any thread. */
public final class InMemoryPayloadReferences implements PayloadReferences {
  private final InMemoryRunStore store;

  public InMemoryPayloadReferences(InMemoryRunStore store) {
    this.store = store;
  }

  @Override
  public Set<PayloadAddress> named(Collection<PayloadAddress> addresses) {
    Set<String> stored = stored();
    return addresses.stream().filter(address -> stored.contains(address.reference())).collect(Collectors.toSet());
  }

  private Set<String> stored() {
    Set<String> stored = new HashSet<>(store.signals());
    List<Run> page = store.runs(new RunFilter(Optional.empty(), Optional.empty(), RunFilter.MAX_LIMIT));
    while (!page.isEmpty()) {
      for (Run run : page) {
        stored.add(run.input());
        for (IdempotencyRecord op : store.ops(run.id())) {
          store.checkpoint(op.key()).ifPresent(stored::add);
          Stream.of(op.output(), op.input()).filter(Objects::nonNull).forEach(stored::add);
        }
      }
      Run last = page.get(page.size() - 1);
      page = store.runs(new RunFilter(Optional.empty(), Optional.of(last.id()), RunFilter.MAX_LIMIT));
    }
    return stored;
  }
}
