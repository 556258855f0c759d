package dev.sluice.core.payload;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletes payloads that no row refers to: those of forgotten runs, of replaced checkpoints, and of attempts that put one and were
 * refused or died. Any number of processes may do it; one thread at a time calls one of these.
 *
 * <p>Why it takes nothing away that is needed: a payload's address has the day on which it was put, and only payloads of days that
 * ended longer ago than the grace are looked at. Nobody puts anything there any more, since a new put of the same content has the
 * address of a later day. So a run that begins now cannot come to share a payload that is about to go; and a row that names an old one
 * was committed with it, or copied from a row that is still there. What is left is a commit that comes later after its put than the
 * grace, or a clock that is further off than that.
 */
public final class PayloadCollection {
  /** Payloads that one step looks at: what S3 lists with one call. */
  static final int PAGE = 1_000;

  private final PayloadStore store;
  private final PayloadReferences references;
  private final Duration grace;
  private final InstantSource clock;
  private @Nullable PayloadAddress after;
  private long deleted;

  /**
   * Makes a collection.
   *
   * @param grace how long a payload may be without a row that names it
   */
  public PayloadCollection(PayloadStore store, PayloadReferences references, Duration grace, InstantSource clock) {
    this.store = store;
    this.references = references;
    this.grace = grace;
    this.clock = clock;
  }

  /** Looks at the next page, and deletes what nobody names; tells whether there are more pages. The page after the last is the first. */
  public boolean step() {
    LocalDate day = LocalDate.ofInstant(clock.instant().minus(grace), ZoneOffset.UTC);
    List<PayloadAddress> page = store.putBefore(day, after, PAGE);
    if (!page.isEmpty()) {
      Set<PayloadAddress> named = references.named(page);
      List<PayloadAddress> unnamed = page.stream().filter(address -> !named.contains(address)).toList();
      store.delete(unnamed);
      deleted += unnamed.size();
    }
    boolean isLast = page.size() < PAGE;
    after = isLast ? null : page.get(page.size() - 1);
    return !isLast;
  }

  /** Returns how many payloads this has deleted. */
  public long deleted() {
    return deleted;
  }
}
