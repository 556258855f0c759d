package dev.sluice.core.inmemory;

import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.payload.PayloadStore;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A {@link PayloadStore} in memory, for tests: the same promises, no durability. */
public final class InMemoryPayloadStore implements PayloadStore {
  private final InstantSource clock;
  private final NavigableMap<PayloadAddress, byte[]> payloads = new ConcurrentSkipListMap<>();

  public InMemoryPayloadStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public PayloadAddress put(byte[] content) {
    PayloadAddress address = PayloadAddress.of(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), content);
    payloads.put(address, content.clone());
    return address;
  }

  @Override
  public Optional<byte[]> get(PayloadAddress address) {
    return Optional.ofNullable(payloads.get(address)).map(byte[]::clone);
  }

  @Override
  public void delete(Collection<PayloadAddress> addresses) {
    addresses.forEach(payloads::remove);
  }

  @Override
  public List<PayloadAddress> putBefore(LocalDate day, @Nullable PayloadAddress after, int limit) {
    NavigableMap<PayloadAddress, byte[]> rest = after == null ? payloads : payloads.tailMap(after, false);
    return rest.keySet().stream().takeWhile(address -> address.day().isBefore(day)).limit(limit).toList();
  }

  /** Puts something else at an address, as a damaged disk or a stranger would. */
  public void damage(PayloadAddress address, byte[] content) {
    payloads.put(address, content.clone());
  }
}
