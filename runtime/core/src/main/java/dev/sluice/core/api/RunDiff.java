package dev.sluice.core.api;

import dev.sluice.core.run.OpState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two runs, of one job as a rule: a run and its fork.
 *
 * @param fields of the runs as a whole that differ, by name
 * @param ops op by op, in the order of the first run, then what only the second has
 */
public record RunDiff(List<Field> fields, List<Op> ops) {
  /** A value that differs. */
  public record Field(String name, String left, String right) {}

  /**
   * An op in both runs.
   *
   * @param opKey its key
   * @param left null if the first run does not have it
   * @param right null if the second run does not have it
   * @param differs whether state or output are others
   */
  public record Op(String opKey, @Nullable Side left, @Nullable Side right, boolean differs) {}

  /**
   * How an op ended.
   *
   * @param state where it stands
   * @param attempt number of its latest attempt; 0 if it was taken over from another run
   * @param output as JSON text, or the reference to it; null if there is none
   */
  public record Side(OpState state, int attempt, @Nullable String output) {}

  public RunDiff {
    fields = List.copyOf(fields);
    ops = List.copyOf(ops);
  }

  /** Compares two runs. */
  public static RunDiff of(RunDetail left, RunDetail right) {
    List<Field> fields = new ArrayList<>();
    compare("job", left.run().job(), right.run().job(), fields);
    compare("version", left.run().jobVersion(), right.run().jobVersion(), fields);
    compare("status", left.run().status(), right.run().status(), fields);
    compare("input", left.run().input(), right.run().input(), fields);
    compare("output", left.run().output(), right.run().output(), fields);
    Map<String, @Nullable Side> lefts = sides(left);
    Map<String, @Nullable Side> rights = sides(right);
    List<Op> ops = new ArrayList<>();
    lefts.forEach((key, side) -> ops.add(op(key, side, rights.get(key))));
    rights.forEach((key, side) -> {
      if (!lefts.containsKey(key)) {
        ops.add(op(key, null, side));
      }
    });
    return new RunDiff(fields, ops);
  }

  private static void compare(String name, @Nullable Object left, @Nullable Object right, List<Field> fields) {
    if (!Objects.equals(left, right)) {
      fields.add(new Field(name, String.valueOf(left), String.valueOf(right)));
    }
  }

  private static Map<String, @Nullable Side> sides(RunDetail run) {
    Map<String, @Nullable Side> sides = new LinkedHashMap<>();
    run.ops().forEach(op -> sides.put(op.opKey(), new Side(op.state(), op.attempt(),
        op.outputReference() != null ? op.outputReference() : op.output() == null ? null : op.output().toString())));
    return sides;
  }

  private static Op op(String key, @Nullable Side left, @Nullable Side right) {
    boolean differs = left == null || right == null || left.state() != right.state() || !Objects.equals(left.output(), right.output());
    return new Op(key, left, right, differs);
  }

  /** Tells whether nothing but attempts differs. */
  public boolean isEmpty() {
    return fields.isEmpty() && ops.stream().noneMatch(Op::differs);
  }
}
