package dev.sluice.simulator.verify;

import dev.sluice.core.run.RunEvent;
import java.util.Optional;

/** An invariant that is decided event by event, from what came before in the same run. Stateless but for the facts it counts. */
interface EventInvariant {
  /**
   * Judges an event of an op before it is taken in.
   *
   * @param op the op execution as the events before tell it
   * @param run its run
   */
  Optional<Offence> judge(RunEvent event, OpFold op, RunFold run);
}
