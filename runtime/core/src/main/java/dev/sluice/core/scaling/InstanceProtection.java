package dev.sluice.core.scaling;

import java.time.Duration;

/**
 * Keeps one worker instance from being chosen when its pool shrinks or is deployed anew; it does not hold against a crash, nor
 * against somebody who stops that very instance. An instance asks it for itself. Safe for any thread; calls block on the network.
 *
 * <p>Every call may throw {@link FleetUnavailableException}; whether it took effect is not known then.
 */
public interface InstanceProtection {
  /**
   * Protects the instance from now on, whatever was asked before.
   *
   * @param length when it ends by itself, so that an instance that hangs does not stay for ever; a minute or more
   */
  void protect(Duration length);

  /** Ends the protection; does nothing if there is none. */
  void unprotect();
}
