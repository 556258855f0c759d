package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.PayloadDigest;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** I5: upstream ops are committed first, and what an attempt sees of them is what they committed. */
final class UpstreamFirst implements EventInvariant {
  private final Facts facts;

  UpstreamFirst(Facts facts) {
    this.facts = facts;
  }

  @Override
  public Optional<Offence> judge(RunEvent event, OpFold op, RunFold run) {
    return switch (event.type()) {
      case OP_READY -> early(event, op, run);
      case OP_LEASED -> early(event, op, run).or(() -> otherInputs(event, op, run));
      default -> Optional.empty();
    };
  }

  private Optional<Offence> early(RunEvent event, OpFold op, RunFold run) {
    facts.add(Invariant.I5, op.upstream.size());
    if (op.isSuspended && !EventDetails.READY_LATER.equals(event.detail())) {
      return Optional.of(new Offence(Rule.EARLY_START, event.type() + " while its sub-job was running", List.of(op.latest)));
    }
    if (op.isNotChosen) {
      return Optional.of(new Offence(Rule.EARLY_START, event.type() + " although it was not chosen", List.of(op.latest)));
    }
    if (op.trigger != Trigger.ALL_SUCCEEDED) {
      return event.type() == EventType.OP_LEASED || op.hasStruck || op.trigger.decide(run.standing(op)) == Trigger.Decision.START ? Optional.empty()
          : Optional.of(new Offence(Rule.EARLY_START, "its trigger " + op.trigger + " did not hold", List.of(op.latest)));
    }
    for (String before : op.upstream) {
      OpState state = run.stateOf(before);
      if (state != OpState.SUCCEEDED) {
        OpFold upstream = run.ops.get(before);
        return Optional.of(new Offence(Rule.EARLY_START, event.type() + " while \"" + before + "\" was " + state,
            List.of(upstream == null ? op.latest : upstream.latest)));
      }
    }
    return Optional.empty();
  }

  private Optional<Offence> otherInputs(RunEvent event, OpFold op, RunFold run) {
    if (op.upstream.isEmpty() || op.trigger != Trigger.ALL_SUCCEEDED && maySeeMore(op, run)) {
      return Optional.empty();
    }
    Map<String, String> digests = new TreeMap<>();
    List<RunEvent> commits = new ArrayList<>();
    for (String before : op.upstream) {
      OpFold upstream = run.ops.get(before);
      if (upstream != null && upstream.state != OpState.SUCCEEDED && op.trigger != Trigger.ALL_SUCCEEDED) {
        continue;
      }
      if (upstream == null || upstream.output == null) {
        return Optional.empty(); // an upstream whose output nobody digested
      }
      digests.put(before, upstream.output);
      commits.add(upstream.latest);
    }
    if (digests.isEmpty()) {
      return Optional.empty();
    }
    facts.add(Invariant.I5);
    Optional<String> seen = EventDetails.readInputs(event.detail());
    return seen.equals(Optional.of(PayloadDigest.ofDigests(digests))) ? Optional.empty() : Optional.of(new Offence(Rule.OTHER_INPUTS,
        "attempt " + event.attempt() + " saw other outputs of " + String.join(", ", digests.keySet()) + " than were committed", commits));
  }

  /** Something upstream may end while the attempt begins, and the events do not tell which was first. */
  private static boolean maySeeMore(OpFold op, RunFold run) {
    return op.trigger == Trigger.ANY_SUCCEEDED || op.trigger == Trigger.ANY_FAILED || op.upstream.stream().map(run.ops::get)
        .anyMatch(before -> before == null || !before.state.isTerminal() || before.isRedriven);
  }
}
