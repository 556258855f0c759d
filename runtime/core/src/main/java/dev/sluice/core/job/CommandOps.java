package dev.sluice.core.job;

import dev.sluice.core.command.Program;
import java.util.Arrays;
import java.util.List;

/**
 * Ops whose work is done by a program in any language: its task comes on standard input as one JSON document ({@link CommandTask}), and its
 * result is the JSON that it writes on standard output. What it writes on standard error goes to the op's log line by line. Exit code 0 is
 * a success, {@link dev.sluice.core.command.FailedProgramException#REFUSED} refuses the task for good, and any other fails the attempt.
 * The program, and what it has started, is ended when the attempt is told to stop.
 *
 * @param <I> what a run takes
 */
abstract class CommandOps<I> extends TransactionalOps<I> {
  abstract String jobName();

  /** A program that takes the run's input. */
  public <T> Op<T> command(String opName, Class<T> type, String... words) {
    return command(opName, type, program(opName, words));
  }

  /** A program that takes the output of another op. */
  public <A, T> Op<T> command(String opName, Class<T> type, Op<A> upstream, String... words) {
    return command(opName, type, upstream, program(opName, words));
  }

  /** A program, with all that can be said of how it is run, that takes the run's input. */
  public <T> Op<T> command(String opName, Class<T> type, Program program) {
    return add(draft(opName, type, List.of(), program), type);
  }

  /** A program, with all that can be said of how it is run, that takes the output of another op. */
  public <A, T> Op<T> command(String opName, Class<T> type, Op<A> upstream, Program program) {
    return add(draft(opName, type, Arrays.asList(upstream), program), type);
  }

  private Program program(String opName, String... words) {
    try {
      if (words == null || Arrays.asList(words).contains(null)) {
        throw new IllegalArgumentException("a word of its command is null");
      }
      return Program.of(words);
    } catch (IllegalArgumentException e) {
      throw new JobDefinitionException(jobName(), List.of("op \"" + opName + "\": " + e.getMessage()));
    }
  }

  private OpDraft draft(String opName, Class<?> type, List<? extends Op<?>> upstream, Program program) {
    return new OpDraft(opName, type, upstream, new CommandBody(jobName(), opName, type, program), false).running(program);
  }
}
