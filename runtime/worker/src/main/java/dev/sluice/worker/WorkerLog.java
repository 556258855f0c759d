package dev.sluice.worker;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What an operator reads of a worker: decisions at WARN, the ordinary course at DEBUG. */
final class WorkerLog implements PlatformListener {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  @Override
  public void leased(Lease lease) {
    if (LOG.isDebugEnabled()) {
      about(lease.token(), () -> LOG.debug("leased until {}", lease.expiresAt()));
    }
  }

  @Override
  public void committed(Collection<LeaseToken> attempts) {
    LOG.debug("committed {}", attempts);
  }

  @Override
  public void fenced(LeaseToken attempt) {
    about(attempt, () -> LOG.warn("the result was refused: another attempt is the current one"));
  }

  @Override
  public void leaseLost(LeaseToken attempt) {
    about(attempt, () -> LOG.warn("the lease is lost; the attempt is stopped"));
  }

  @Override
  public void duplicatesSuppressed(String queue, int messages) {
    LOG.debug("{} messages of queue {} needed no run", messages, queue);
  }

  @Override
  public void quarantined(String queue, String messageId, String reason) {
    LOG.warn("message {} of queue {} went to the dead-letter queue: {}", messageId, queue, reason);
  }

  @Override
  public void publishUncertain(String queue, int messages, RuntimeException cause) {
    LOG.warn("{} messages may not have reached queue {}; they are published again later: {}", messages, queue, cause.getMessage());
  }

  @Override
  public void released(int leases) {
    LOG.info("handed {} leases back", leases);
  }

  @Override
  public void drained(String worker) {
    LOG.info("worker {} is drained", worker);
  }

  @Override
  public void troubled(String what, RuntimeException cause) {
    LOG.warn("{} failed and is tried again: {}", what, cause.getMessage());
    LOG.debug("{} failed", what, cause);
  }

  private static void about(LeaseToken token, Runnable line) {
    MDC.put("run", token.key().runId().toString());
    MDC.put("op", token.key().opKey());
    MDC.put("attempt", Integer.toString(token.attempt()));
    try {
      line.run();
    } finally {
      MDC.remove("run");
      MDC.remove("op");
      MDC.remove("attempt");
    }
  }
}
