package dev.sluice.core.observe;

import dev.sluice.core.outbox.OutboxBacklog;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.schedule.Firing;
import dev.sluice.core.store.Recovery;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Hands every event on to each of several listeners, in their order. */
final class ListenerGroup implements PlatformListener {
  private final List<PlatformListener> listeners;

  ListenerGroup(List<PlatformListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void submitted(RunId runId, String jobName) {
    listeners.forEach(listener -> listener.submitted(runId, jobName));
  }

  @Override
  public void published(String queue, int messages) {
    listeners.forEach(listener -> listener.published(queue, messages));
  }

  @Override
  public void publishUncertain(String queue, int messages, RuntimeException cause) {
    listeners.forEach(listener -> listener.publishUncertain(queue, messages, cause));
  }

  @Override
  public void leased(Lease lease) {
    listeners.forEach(listener -> listener.leased(lease));
  }

  @Override
  public void started(Lease lease) {
    listeners.forEach(listener -> listener.started(lease));
  }

  @Override
  public void committed(Collection<LeaseToken> attempts) {
    listeners.forEach(listener -> listener.committed(attempts));
  }

  @Override
  public void fenced(LeaseToken attempt) {
    listeners.forEach(listener -> listener.fenced(attempt));
  }

  @Override
  public void duplicatesSuppressed(String queue, int messages) {
    listeners.forEach(listener -> listener.duplicatesSuppressed(queue, messages));
  }

  @Override
  public void quarantined(String queue, String messageId, String reason) {
    listeners.forEach(listener -> listener.quarantined(queue, messageId, reason));
  }

  @Override
  public void leaseLost(LeaseToken attempt) {
    listeners.forEach(listener -> listener.leaseLost(attempt));
  }

  @Override
  public void recovered(Recovery recovery) {
    listeners.forEach(listener -> listener.recovered(recovery));
  }

  @Override
  public void released(int leases) {
    listeners.forEach(listener -> listener.released(leases));
  }

  @Override
  public void instancesGone(Set<String> instances, int leases) {
    listeners.forEach(listener -> listener.instancesGone(instances, leases));
  }

  @Override
  public void instanceLives(String worker) {
    listeners.forEach(listener -> listener.instanceLives(worker));
  }

  @Override
  public void drained(String worker) {
    listeners.forEach(listener -> listener.drained(worker));
  }

  @Override
  public void scaled(String service, int from, int to, String reason) {
    listeners.forEach(listener -> listener.scaled(service, from, to, reason));
  }

  @Override
  public void undelivered(OutboxBacklog waiting, String reason) {
    listeners.forEach(listener -> listener.undelivered(waiting, reason));
  }

  @Override
  public void fired(String schedule, Firing firing) {
    listeners.forEach(listener -> listener.fired(schedule, firing));
  }

  @Override
  public void troubled(String what, RuntimeException cause) {
    listeners.forEach(listener -> listener.troubled(what, cause));
  }
}
