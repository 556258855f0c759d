package dev.sluice.core.store;

import dev.sluice.core.run.LeaseToken;

/** The SQL of a transactional op ended the transaction by a statement of its own, so that what came before it stands alone. */
public final class EndedTransactionException extends IllegalStateException {
  public EndedTransactionException(LeaseToken attempt) {
    super("the SQL of " + attempt + " ended its transaction by itself (a COMMIT or ROLLBACK in a statement): what it wrote before "
        + "that may stand without a result. Take the statement out; returning from the op commits");
  }
}
