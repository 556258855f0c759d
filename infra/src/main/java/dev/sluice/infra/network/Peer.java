package dev.sluice.infra.network;

import dev.sluice.contract.ServiceKind;
import java.util.Locale;

/** Who takes part in the stack's traffic; each has a security group. */
public enum Peer {
  LOAD_BALANCER,
  COORDINATOR,
  WORKER,
  AUTOSCALER,
  SIMULATOR,
  DATABASE;

  /** Returns the peer that a service is. */
  public static Peer of(ServiceKind service) {
    return switch (service) {
      case COORDINATOR -> COORDINATOR;
      case WORKER -> WORKER;
      case AUTOSCALER -> AUTOSCALER;
      case SIMULATOR -> SIMULATOR;
    };
  }

  /** Whether it is one of our containers, which call AWS. */
  public boolean isService() {
    return this != LOAD_BALANCER && this != DATABASE;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
