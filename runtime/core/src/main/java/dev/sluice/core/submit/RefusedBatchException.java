package dev.sluice.core.submit;

import java.util.List;

/** Some orders of a batch cannot be accepted, so none was. */
public final class RefusedBatchException extends RuntimeException {
  /**
   * Why one order was refused.
   *
   * @param index its place in the batch, from 0
   * @param reason what {@link RunSubmitter#submit} would have thrown
   */
  public record Refusal(int index, RuntimeException reason) {}

  private final transient List<Refusal> refusals;

  public RefusedBatchException(int size, List<Refusal> refusals) {
    super(refusals.size() + " of " + size + " runs cannot be accepted, so none was; the first is number "
        + refusals.get(0).index() + ": " + refusals.get(0).reason().getMessage(), refusals.get(0).reason());
    this.refusals = List.copyOf(refusals);
  }

  public List<Refusal> refusals() {
    return refusals;
  }
}
