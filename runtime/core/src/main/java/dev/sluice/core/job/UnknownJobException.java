package dev.sluice.core.job;

import dev.sluice.contract.NearestName;
import java.util.Collection;
import java.util.TreeSet;

/** Nobody has defined a job of this name here. */
public final class UnknownJobException extends RuntimeException {
  private final String job;

  public UnknownJobException(String job, Collection<String> known) {
    super("job \"" + job + "\" is not known"
        + NearestName.of(job, known).map(name -> "; did you mean \"" + name + "\"?").orElse(".") + " Known jobs: "
        + (known.isEmpty() ? "none; is the jar with your JobSource on the class path?" : String.join(", ", new TreeSet<>(known))));
    this.job = job;
  }

  public String job() {
    return job;
  }
}
