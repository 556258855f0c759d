package dev.sluice.coordinator;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.outbox.OutboxBacklog;
import dev.sluice.core.run.RunId;
import dev.sluice.core.schedule.Firing;
import dev.sluice.core.store.Recovery;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what a person wants to know of a coordinator. */
final class CoordinatorLog implements PlatformListener {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.coordinator");

  @Override
  public void submitted(RunId runId, String jobName) {
    LOG.debug("run {} of job {} accepted", runId, jobName);
  }

  @Override
  public void published(String queue, int messages) {
    LOG.debug("{} messages published on queue {}", messages, queue);
  }

  @Override
  public void publishUncertain(String queue, int messages, RuntimeException cause) {
    LOG.warn("{} message(s) for queue {} perhaps not sent, published again later: {}", messages, queue, cause.getMessage());
  }

  @Override
  public void recovered(Recovery recovery) {
    if (recovery.leasesLost() + recovery.failed() > 0) {
      LOG.info("leases ran out: {} op executions will be tried again, {} had used up their attempts", recovery.leasesLost(),
          recovery.failed());
    }
    LOG.debug("{} retries have come due", recovery.due());
  }

  @Override
  public void instancesGone(Set<String> instances, int leases) {
    LOG.warn("ECS reports tasks stopped that held {} lease(s), which are not waited for: {}", leases, instances);
  }

  @Override
  public void instanceLives(String worker) {
    LOG.warn("worker {} holds leases, although ECS reports its task stopped: it lives, as on a machine that was deregistered by force, or had a"
        + " claim under way as it ended. They are left to run out, which they do unless it extends them", worker);
  }

  @Override
  public void undelivered(OutboxBacklog waiting, String reason) {
    LOG.warn("{} outbox message(s) of topic {} wait, the oldest since {}: {}", waiting.messages(), waiting.topic(), waiting.oldest(), reason);
  }

  @Override
  public void fired(String schedule, Firing firing) {
    if (firing.skipped()) {
      LOG.warn("schedule {} has missed ticks that start no run; {} of its ticks did, the next is {}", schedule, firing.ticks().size(),
          firing.next());
    } else if (!firing.ticks().isEmpty()) {
      LOG.info("schedule {} started {} run(s) for its tick(s) up to {}, the next is {}", schedule, firing.ticks().size(),
          firing.ticks().get(firing.ticks().size() - 1), firing.next());
    }
  }

  @Override
  public void troubled(String what, RuntimeException cause) {
    LOG.warn("{} failed and will be tried again: {}", what, cause.toString());
  }
}
