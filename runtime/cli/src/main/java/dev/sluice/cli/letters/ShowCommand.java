package dev.sluice.cli.letters;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.core.api.DeadLetterDetail;
import dev.sluice.core.api.DeadLetterView;
import dev.sluice.core.run.IdempotencyKey;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice dead-letters show}. */
@Command(name = "show", mixinStandardHelpOptions = true,
    description = "Show one with all its failed attempts, their stack traces, and what it was given.")
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "RUN/OP", converter = KeyConverter.class, description = "The op execution.")
  private IdempotencyKey key;

  @Override
  public Integer call() {
    DeadLetterDetail detail = coordinator.client().deadLetter(key);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(detail));
      return CliExit.DONE;
    }
    DeadLetterView letter = detail.letter();
    out.println(letter.job() + " " + letter.key() + " failed for good on attempt " + letter.attempt() + ", " + letter.since());
    out.println("input " + detail.input());
    detail.upstream().forEach((op, output) -> out.println("given " + op + " " + output));
    detail.attempts().forEach(attempt -> {
      out.println();
      out.println("attempt " + attempt.attempt() + " by " + attempt.worker() + ", "
          + (attempt.startedAt() == null ? "until " : attempt.startedAt() + " to ") + attempt.endedAt());
      out.println(attempt.cause().stackTrace().isEmpty()
          ? attempt.cause().type() + ": " + attempt.cause().message() : attempt.cause().stackTrace().stripTrailing());
    });
    return CliExit.DONE;
  }
}
