package dev.sluice.core.store;

/** Ends the notices to a {@link RunSubscriber} when it is closed; doing it twice does no harm. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
