package dev.sluice.autoscaler;

import dev.sluice.core.observe.PlatformListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator reads of the autoscaler. */
final class AutoscalerLog implements PlatformListener {
  private static final Logger LOG = LoggerFactory.getLogger(Autoscaler.class);

  @Override
  public void scaled(String service, int from, int to, String reason) {
    LOG.info("pool {} goes from {} to {} workers: {}", service, from, to, reason);
  }

  @Override
  public void troubled(String what, RuntimeException cause) {
    LOG.warn("{} failed and is tried again: {}", what, cause.getMessage());
    LOG.debug("{} failed", what, cause);
  }
}
