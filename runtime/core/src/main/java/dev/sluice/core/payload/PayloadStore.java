package dev.sluice.core.payload;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps payloads past the inline limit. What is put is durable when {@link #put} returns, and only then may a row name it: a crash in
 * between leaves a payload that nobody names, for {@link PayloadCollection}. Safe for any thread; calls may block on the network.
 *
 * <p>Every call may throw {@link PayloadStoreUnavailableException}; repeating a call does no harm.
 */
public interface PayloadStore {
  /** Keeps a content and returns its address: that of today. What is there already is written again or left, which is the same. */
  PayloadAddress put(byte[] content);

  /** Returns what lies at an address, as it is there: whoever asks checks that it {@linkplain PayloadAddress#fits fits}; empty if nothing. */
  Optional<byte[]> get(PayloadAddress address);

  /** Deletes; what is not there is passed over. */
  void delete(Collection<PayloadAddress> addresses);

  /**
   * Lists what was put before a day, in the order of the addresses.
   *
   * @param after the last of the page before; null for the first page
   * @param limit most of one page
   */
  List<PayloadAddress> putBefore(LocalDate day, @Nullable PayloadAddress after, int limit);
}
