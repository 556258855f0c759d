package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.simulator.history.MessageRecord;
import dev.sluice.simulator.history.MessageRecord.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** I4: who deletes a message has asked the store before; and if its op was claimed for it, that attempt has ended. */
final class DeleteAfterCommit {
  private final Facts facts;

  DeleteAfterCommit(Facts facts) {
    this.facts = facts;
  }

  List<Violation> check(RunFold run) {
    List<Violation> violations = new ArrayList<>();
    for (int i = 0; i < run.messages.size(); i++) {
      MessageRecord deleted = run.messages.get(i);
      OpFold op = run.ops.get(deleted.op().opKey());
      if (deleted.step() != Step.DELETED || op == null) {
        continue;
      }
      facts.add(Invariant.I4);
      MessageRecord judged = judgement(run.messages.subList(0, i), deleted);
      String message = "message " + deleted.publication() + " was deleted by " + deleted.worker();
      if (judged == null) {
        violations.add(new Violation(Rule.EARLY_DELETE, deleted.op().toString(),
            message + ", which had not asked the store whether it is needed", before(op, deleted)));
      } else if (judged.step() == Step.CLAIMED && isStillHeld(op, judged, deleted)) {
        violations.add(new Violation(Rule.EARLY_DELETE, deleted.op().toString(),
            message + " while the attempt that it called was not committed", before(op, deleted)));
      }
    }
    return violations;
  }

  private static @Nullable MessageRecord judgement(List<MessageRecord> earlier, MessageRecord deleted) {
    MessageRecord judgement = null;
    for (MessageRecord record : earlier) {
      if (record.op().equals(deleted.op()) && record.publication() == deleted.publication()
          && record.worker().equals(deleted.worker()) && record.step() != Step.DELETED) {
        judgement = record;
      }
    }
    return judgement;
  }

  /** Tells whether the attempt that was leased for the message is the latest change up to the delete. */
  private static boolean isStillHeld(OpFold op, MessageRecord judged, MessageRecord deleted) {
    RunEvent lease = null;
    for (RunEvent change : op.changes) {
      if (change.type() == EventType.OP_LEASED && change.actor().equals(judged.worker()) && change.sequence() <= judged.after()) {
        lease = change;
      }
    }
    List<RunEvent> before = before(op, deleted);
    return lease == null || before.get(before.size() - 1).equals(lease);
  }

  private static List<RunEvent> before(OpFold op, MessageRecord deleted) {
    RunEvent latest = op.changes.get(0);
    for (RunEvent change : op.changes) {
      latest = change.sequence() <= deleted.after() ? change : latest;
    }
    return List.of(latest);
  }
}
