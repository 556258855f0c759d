package dev.sluice.cli.letters;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.core.api.DeadLetterView;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.store.DeadLetterFilter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice dead-letters list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List what failed for good, in the order of the keys.")
final class ListCommand implements Callable<Integer> {
  private static final int LONGEST_MESSAGE = 80;

  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private WhichOption which;
  @Mixin private JsonOption json;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many, up to 1000. By default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--after", paramLabel = "RUN/OP", converter = KeyConverter.class,
      description = "Only those after this one: the last of the page before.")
  private @Nullable IdempotencyKey after;

  @Override
  public Integer call() {
    DeadLetterFilter filter;
    try {
      filter = new DeadLetterFilter(Set.of(), which.job(), which.queue(), which.cause(), which.olderThan(), Optional.ofNullable(after), limit);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    List<DeadLetterView> letters = coordinator.client().deadLetters(filter);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(letters));
      return CliExit.DONE;
    }
    Table table = new Table("OP EXECUTION", "JOB", "QUEUE", "ATTEMPT", "SINCE", "CAUSE");
    letters.forEach(letter -> table.row(letter.key(), letter.job(), letter.queue(), letter.attempt(), letter.since(), cause(letter)));
    out.print(table);
    out.flush();
    return CliExit.DONE;
  }

  private static String cause(DeadLetterView letter) {
    String line = letter.message().lines().findFirst().orElse("");
    return letter.cause() + ": " + (line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "..." : line);
  }
}
