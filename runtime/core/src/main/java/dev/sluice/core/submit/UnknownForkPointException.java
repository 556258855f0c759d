package dev.sluice.core.submit;

import dev.sluice.contract.NearestName;
import dev.sluice.core.run.RunId;
import java.util.Collection;

/** A run is to be forked from an op that it does not have. */
public final class UnknownForkPointException extends RuntimeException {
  public UnknownForkPointException(RunId run, String op, Collection<String> known) {
    super("run " + run + " has no op \"" + op + "\" to be forked from"
        + NearestName.of(op, known).map(name -> "; did you mean \"" + name + "\"?").orElse("") + " Its ops: " + String.join(", ", known));
  }
}
