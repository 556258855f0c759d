package dev.sluice.tests.benchmark;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.RunStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** A store that gives leases for messages only, one for each, and none with a commit: as if PostgreSQL had no backlog to claim from. */
final class OwnMessages {
  private OwnMessages() {}

  static RunStore only(RunStore store) {
    return (RunStore) Proxy.newProxyInstance(RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, given) -> {
      Object[] arguments = given;
      if (method.getName().equals("commit")) {
        @SuppressWarnings("unchecked")
        List<Claim> claims = (List<Claim>) given[2];
        List<Claim> none = claims.stream().map(claim -> new Claim(claim.worker(), claim.queue(), 0, claim.lease())).toList();
        arguments = new Object[] {given[0], given[1], none, given[3]}; // that still fills up the window of their queues
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
