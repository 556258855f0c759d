package dev.sluice.core.store;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import java.time.Duration;
import java.util.Optional;

/**
 * What an attempt may ask of the store while its code runs. Whatever it writes is written under the fence of its lease: for the
 * current attempt of that owner, or not at all (I2). Safe for any thread; calls may block on the network.
 */
public interface AttemptStore {

  /**
   * Runs work in a transaction of the store's database and commits the work's own SQL together with its result: all of it or nothing.
   *
   * <p>The fence is looked at twice: before the work begins, without a lock, so that heartbeats and cancels go on however long the
   * work takes; and at its end, under the lock that the commit holds. Repeated by {@link RunStore#commit}, which answers that the
   * attempt is committed, the commit is brought to its end: messages, next claims, publications.
   *
   * @param worker who commits; only the owner of the lease may
   * @param holdsMessage whether the worker holds the op's message and deletes it after the commit
   * @return whether it was committed; if not, the fence or the work itself refused, and everything is rolled back
   * @throws Exception what the work threw; everything is rolled back
   * @throws StoreUnavailableException if the connection fails; whether it was committed is then for the next commit to find out
   */
  boolean commitTogether(String worker, LeaseToken attempt, boolean holdsMessage, SharedTransaction work) throws Exception;

  /**
   * Keeps a checkpoint in place of the one before, and extends the lease as a heartbeat does.
   *
   * @param payload JSON text
   * @param lease how long the lease lasts from now on, at least
   * @return false if the attempt is no longer the current one, and nothing was kept
   */
  boolean saveCheckpoint(String worker, LeaseToken attempt, String payload, Duration lease);

  /** Returns the last checkpoint that any attempt at the op execution has kept. */
  Optional<String> checkpoint(IdempotencyKey key);
}
