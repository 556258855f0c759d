package dev.sluice.core.job;

import dev.sluice.core.run.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What an op waits for besides its upstream, as its job defines it.
 *
 * @param orderedBy where its ordering key comes from; null if it has none
 * @param bounds its concurrency key and rate limit
 */
public record OpLimits(@Nullable OrderedBy<?> orderedBy, Limits bounds) {
  /** Nothing to wait for. */
  public static final OpLimits NONE = new OpLimits(null, Limits.NONE);

  OpLimits with(OrderedBy<?> order) {
    return new OpLimits(order, bounds);
  }

  OpLimits with(Limits.Concurrency concurrency) {
    return new OpLimits(orderedBy, new Limits(concurrency, bounds.rate(), null));
  }

  OpLimits with(Limits.Rate rate) {
    return new OpLimits(orderedBy, new Limits(bounds.concurrency(), rate, null));
  }
}
