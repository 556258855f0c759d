package dev.sluice.infra.preview;

import java.util.List;

/** The program cannot declare the stack: a guard refuses it, or the program fails. The message lists every reason. */
public final class UndeclarableStackException extends RuntimeException {
  private final transient List<String> reasons;

  UndeclarableStackException(String stack, List<String> reasons) {
    super(reasons.size() == 1 ? reasons.get(0) : "stack " + stack + " cannot be declared:\n  - " + String.join("\n  - ", reasons));
    this.reasons = List.copyOf(reasons);
  }

  public List<String> reasons() {
    return reasons;
  }
}
