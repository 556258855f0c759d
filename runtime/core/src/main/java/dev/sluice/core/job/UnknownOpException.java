package dev.sluice.core.job;

import java.util.Set;
import java.util.TreeSet;

/** A run names an op that the job's code no longer has. */
public final class UnknownOpException extends RuntimeException {
  public UnknownOpException(String job, String version, String op, Set<String> known) {
    super("job " + job + " (version " + version + ") has no op \"" + op + "\", only " + new TreeSet<>(known)
        + ": deploy the version that the run was submitted with, or submit it again");
  }
}
