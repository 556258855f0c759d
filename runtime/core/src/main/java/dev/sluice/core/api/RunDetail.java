package dev.sluice.core.api;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.Run;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run with its op executions: the answer to {@code GET /v1/runs/{id}}.
 *
 * @param run the run
 * @param ops in the order in which they were submitted
 * @param effects attempts at transactional ops whose own SQL stands in the database; null where a coordinator does not tell
 */
public record RunDetail(RunView run, List<OpView> ops, @Nullable List<Effect> effects) {
  /**
   * The SQL of one attempt, which stands.
   *
   * @param opKey the op's key within the run
   * @param attempt number of the attempt
   */
  public record Effect(String opKey, int attempt) {}

  public RunDetail {
    ops = List.copyOf(ops);
    effects = effects == null ? null : List.copyOf(effects);
  }

  /** Shows a run and what belongs to it without payloads: the run's input and output and the outputs of its ops; their digests are there. */
  public static RunDetail withoutPayloads(Run run, List<IdempotencyRecord> ops, List<LeaseToken> effects, List<OpProgress> progress) {
    return of(RunView.summaryOf(run), ops, effects, progress, output -> null);
  }

  /** Shows a run and what belongs to it, with payloads that can be written and not read: they are the text that the store keeps. */
  public static RunDetail toWrite(Run run, List<IdempotencyRecord> ops, List<LeaseToken> effects, List<OpProgress> progress) {
    return of(RunView.toWrite(run), ops, effects, progress, ApiJson::unread);
  }

  /** Shows a run and what belongs to it. */
  public static RunDetail of(Run run, List<IdempotencyRecord> ops, List<LeaseToken> effects) {
    return of(run, ops, effects, List.of());
  }

  /** Shows a run and what belongs to it, and how far its ops say that they are. */
  public static RunDetail of(Run run, List<IdempotencyRecord> ops, List<LeaseToken> effects, List<OpProgress> progress) {
    return of(RunView.of(run), ops, effects, progress, ApiJson::tree);
  }

  private static RunDetail of(
      RunView run, List<IdempotencyRecord> ops, List<LeaseToken> effects, List<OpProgress> progress, OpView.OutputForm form) {
    Map<IdempotencyKey, OpProgress> byOp = progress.stream().collect(Collectors.toMap(OpProgress::key, Function.identity()));
    return new RunDetail(run, ops.stream().map(op -> OpView.of(op, byOp.get(op.key()), form)).toList(),
        effects.stream().map(attempt -> new Effect(attempt.key().opKey(), attempt.attempt())).toList());
  }
}
