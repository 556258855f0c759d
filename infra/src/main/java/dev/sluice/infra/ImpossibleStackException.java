package dev.sluice.infra;

import com.pulumi.exceptions.RunException;
import java.util.List;

/** Guards refuse a stack that cannot work or should not go live. The message lists all refusals, each with its fix. */
public final class ImpossibleStackException extends RunException {
  private final transient List<Refusal> refusals;

  ImpossibleStackException(String stack, List<Refusal> refusals) {
    super("stack " + stack + " is refused by " + refusals.size() + " guard(s):"
        + String.join("", refusals.stream().map(refusal -> "\n  - " + refusal).toList()));
    this.refusals = List.copyOf(refusals);
  }

  public List<Refusal> refusals() {
    return refusals;
  }

  /**
   * What a guard says.
   *
   * @param guard its name
   * @param reason what is wrong, and the fix
   */
  public record Refusal(String guard, String reason) {
    @Override
    public String toString() {
      return guard + ": " + reason;
    }
  }
}
