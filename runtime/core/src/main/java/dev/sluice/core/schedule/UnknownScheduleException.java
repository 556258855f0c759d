package dev.sluice.core.schedule;

/** There is no schedule of this name. */
public final class UnknownScheduleException extends RuntimeException {
  private final String name;

  public UnknownScheduleException(String name) {
    super("there is no schedule \"" + name + "\": sluice schedule list shows those that there are");
    this.name = name;
  }

  public String name() {
    return name;
  }
}
