package dev.sluice.infra;

import dev.sluice.infra.ImpossibleStackException.Refusal;
import java.util.List;
import java.util.stream.Stream;

/** The rules that refuse, at preview and before anything is declared, what cannot work or should not go live. */
public final class Guards {
  private static final List<Guard> ALL = Stream.of(
      QueueGuards.ALL, TimingGuards.ALL, WorkerGuards.ALL, ComputeGuards.ALL, DatabaseGuards.ALL, NetworkGuards.ALL,
      ProtectionGuards.ALL).flatMap(List::stream).toList();

  private Guards() {}

  /** Returns the names of all guards. */
  public static List<String> names() {
    return ALL.stream().map(Guard::name).toList();
  }

  /** Returns everything that speaks against a stack. */
  public static List<Refusal> refusals(StackConfiguration configuration) {
    return ALL.stream()
        .flatMap(guard -> guard.rule().apply(configuration).map(reason -> new Refusal(guard.name(), reason)).stream())
        .toList();
  }

  /**
   * Lets a stack pass.
   *
   * @throws ImpossibleStackException naming every guard that refuses it
   */
  public static void check(StackConfiguration configuration) {
    List<Refusal> refusals = refusals(configuration);
    if (!refusals.isEmpty()) {
      throw new ImpossibleStackException(configuration.stack(), refusals);
    }
  }
}
