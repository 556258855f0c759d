package dev.sluice.model;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One run of the model checker: small constants, and the bug that is planted.
 *
 * @param bug "none" for the protocol as it is meant
 * @param checks the invariants, or the temporal property, to check
 * @param shape which ops there are; "limits" for those of Limits.tla, where workers are ops, the window is slots, and faults are
 *     redrives; "flow" for those of Workflow.tla, where workers are elements of a map
 * @param window unclaimed messages that the queue may hold
 * @param faults how many things may go wrong in one history
 * @param isTemporal whether what is checked is about what happens some day, not about each state
 */
record Scenario(String bug, String checks, String shape, int workers, int window, int faults, boolean isTemporal) {
  private static final String NO_BUG = "none";
  private static final String INVARIANTS = "I1 I2 I4 I5 I6 I7 Wake Known";
  private static final String LIMIT_INVARIANTS = "I7 Bound";
  private static final String LIMITS = "limits";
  private static final String WORKFLOW_INVARIANTS = "I1 I5 I6 Closed";
  private static final String WORKFLOW = "flow";
  private static final String ATTEMPTS = "2";

  /** The protocol without a bug: what must hold in every state. */
  static Scenario safe(String shape, int workers, int window, int faults) {
    return new Scenario(NO_BUG, INVARIANTS, shape, workers, window, faults, false);
  }

  /** The protocol without a bug: every op execution ends. */
  static Scenario live(String shape, int window, int faults) {
    return new Scenario(NO_BUG, "I3", shape, 2, window, faults, true);
  }

  /** The protocol with a bug that must break an invariant. */
  static Scenario planted(String bug, String broken, String shape, int window, int faults) {
    return new Scenario(bug, broken, shape, 2, window, faults, broken.equals("I3"));
  }

  /** Lanes, slots and redrives: as many ops and slots as are said, each op redriven so often. */
  static Scenario limits(int ops, int slots, int redrives) {
    return new Scenario(NO_BUG, LIMIT_INVARIANTS, LIMITS, ops, slots, redrives, false);
  }

  /** The same: whatever waits ends. */
  static Scenario limitsLive(int ops, int slots, int redrives) {
    return new Scenario(NO_BUG, "I3", LIMITS, ops, slots, redrives, true);
  }

  /** The same with a bug. */
  static Scenario plantedLimits(String bug, String broken) {
    return new Scenario(bug, broken, LIMITS, 3, 1, broken.equals("I3") ? 0 : 1, broken.equals("I3"));
  }

  /** A run with a map, a decision, a signal, a trigger and a sub-job: so many elements, and so many lost leases and failures. */
  static Scenario workflow(int elements, int losses) {
    return new Scenario(NO_BUG, WORKFLOW_INVARIANTS, WORKFLOW, elements, 0, losses, false);
  }

  /** The same: every run ends. */
  static Scenario workflowLive(int elements, int losses) {
    return new Scenario(NO_BUG, "I3", WORKFLOW, elements, 0, losses, true);
  }

  /** The same with a bug. */
  static Scenario plantedWorkflow(String bug, String broken) {
    return new Scenario(bug, broken, WORKFLOW, 1, 0, 0, broken.equals("I3"));
  }

  /** The file of the model. */
  String module() {
    if (shape.equals(WORKFLOW)) {
      return "Workflow.tla";
    }
    return shape.equals(LIMITS) ? "Limits.tla" : "Protocol.tla";
  }

  boolean isPlanted() {
    return !bug.equals(NO_BUG);
  }

  /** The configuration as TLC reads it. Symmetry would make the check of a temporal property unsound, so it is for states only. */
  String configuration() {
    if (shape.equals(WORKFLOW)) {
      return "CONSTANTS\n  Elements = " + workers + "\n  Losses = " + faults + "\n  Bug = \"" + bug + "\"\n"
          + (isTemporal ? "SPECIFICATION Spec\nPROPERTY " : "INIT Init\nNEXT Next\nINVARIANTS ") + checks + "\n";
    }
    if (shape.equals(LIMITS)) {
      return "CONSTANTS\n  Count = " + workers + "\n  Slots = " + window + "\n  Redrives = " + faults + "\n  Bug = \"" + bug + "\"\n"
          + (isTemporal ? "SPECIFICATION Spec\nPROPERTY " : "INIT Init\nNEXT Next\nINVARIANTS ") + checks + "\n";
    }
    return "CONSTANTS\n"
        + "  Workers = {" + IntStream.rangeClosed(1, workers).mapToObj(worker -> "w" + worker).collect(Collectors.joining(", ")) + "}\n"
        + "  Shape = \"" + shape + "\"\n"
        + "  Attempts = " + ATTEMPTS + "\n"
        + "  Window = " + window + "\n"
        + "  Faults = " + faults + "\n"
        + "  Bug = \"" + bug + "\"\n"
        + "  None = None\n"
        + (isTemporal ? "SPECIFICATION Spec\nPROPERTY " : "INIT Init\nNEXT Next\nSYMMETRY Symmetry\nINVARIANTS ") + checks + "\n";
  }

  String fileName() {
    return toString().replaceAll("[^A-Za-z0-9]+", "-");
  }

  @Override
  public String toString() {
    return (isPlanted() ? bug : "healthy") + ": " + shape + ", " + workers + " workers, window " + window + ", faults " + faults + ", "
        + checks;
  }
}
