package dev.sluice.infra.network;

import java.util.List;

/**
 * Traffic that is allowed; all other is not.
 *
 * @param from who connects
 * @param to who listens
 * @param port on which port
 */
public record Flow(Peer from, Peer to, int port) {
  /** PostgreSQL's own port, which RDS keeps. */
  public static final int POSTGRESQL = 5432;

  /**
   * Returns who may talk to whom.
   *
   * @param loadBalancerPort that the load balancer listens on
   * @param coordinatorPort that the coordinator listens on
   */
  public static List<Flow> matrix(int loadBalancerPort, int coordinatorPort) {
    return List.of(
        new Flow(Peer.LOAD_BALANCER, Peer.COORDINATOR, coordinatorPort),
        new Flow(Peer.WORKER, Peer.COORDINATOR, coordinatorPort),
        new Flow(Peer.SIMULATOR, Peer.LOAD_BALANCER, loadBalancerPort),
        new Flow(Peer.COORDINATOR, Peer.DATABASE, POSTGRESQL),
        new Flow(Peer.WORKER, Peer.DATABASE, POSTGRESQL),
        new Flow(Peer.AUTOSCALER, Peer.DATABASE, POSTGRESQL));
  }

  /** Returns the name of its rules. */
  String label() {
    return from.label() + "-to-" + to.label();
  }
}
