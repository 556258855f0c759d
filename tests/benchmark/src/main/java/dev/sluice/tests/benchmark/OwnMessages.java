package dev.sluice.tests.benchmark;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.RunStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;

/** A store that gives leases for messages only, one for each, and none with a commit: as if PostgreSQL had no backlog to claim from. */
final class OwnMessages {
  private static final Duration LEASE = Duration.ofSeconds(15);

  private OwnMessages() {}

  static RunStore only(RunStore store, String queue) {
    return (RunStore) Proxy.newProxyInstance(RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, given) -> {
      Object[] arguments = given;
      if (method.getName().equals("commit")) {
        // A worker that seldom fills its slots takes the queue for dry and asks for nothing; its commits are to fill up the window still.
        Claim none = new Claim((String) given[0], queue, 0, LEASE);
        arguments = new Object[] {given[0], given[1], List.of(none), given[3]};
      } else if (method.getName().equals("claim")) {
        Claim claim = (Claim) given[0];
        @SuppressWarnings("unchecked")
        List<OpExecutionTask> messages = (List<OpExecutionTask>) given[1];
        int slots = Math.min(claim.slots(), messages.size());
        arguments = new Object[] {new Claim(claim.worker(), claim.queue(), slots, claim.lease()), messages};
      }
      try {
        return method.invoke(store, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    });
  }
}
