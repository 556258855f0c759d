package dev.sluice.cli.preview;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.stack.ProjectRoot;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.infra.StackConfiguration;
import dev.sluice.infra.preview.DeclaredStack;
import dev.sluice.infra.preview.ProgramEvaluation;
import dev.sluice.infra.preview.StackDump;
import dev.sluice.infra.preview.diff.StackDiff;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice preview}. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = "Show what a stack declares, what would change and what it costs. Needs no account, no Pulumi CLI and no Docker.",
    footer = {
      "",
      "The Pulumi program is evaluated in this process, guards included. What it",
      "declares is compared with what another revision's program declares, not with",
      "what runs in AWS: for that there is the real pulumi preview. Secrets are masked.",
      "",
      "Examples:",
      "  sluice preview --stack prod",
      "  sluice preview --stack prod --against main --format markdown",
      "  sluice preview --stack prod --price --budget 900",
      "  sluice preview --stack prod --dump before.json",
      "  sluice preview --stack prod --against-file before.json --format json",
      "",
      "Exit codes: 0 shown, 1 over budget, 2 refused by a guard, or unusable,",
      "3 unavailable."
    })
public final class PreviewCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PriceOptions price;

  @Option(names = "--stack", paramLabel = "STACK", defaultValue = "dev",
      description = "Stack whose file Pulumi.STACK.yaml is read. By default ${DEFAULT-VALUE}.")
  private String stack;

  @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}. By default ${DEFAULT-VALUE}.")
  private PreviewFormat format;

  @ArgGroup private @Nullable Against against;

  @Option(names = "--dump", paramLabel = "FILE", description = "Write what is declared to a file, to compare with later.")
  private @Nullable Path dump;

  @Option(names = "--from-file", paramLabel = "FILE", description = "Take what --dump wrote instead of evaluating the program.")
  private @Nullable Path source;

  /** What to compare with; one or none of them. */
  static final class Against {
    @Option(names = "--against", paramLabel = "REVISION",
        description = "Compare with the program and stack file of another git revision, built in a temporary worktree.")
    private @Nullable String revision;

    @Option(names = "--against-file", paramLabel = "FILE", description = "Compare with what --dump wrote.")
    private @Nullable Path file;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    DeclaredStack declared = source == null
        ? ProgramEvaluation.of(StackConfiguration.fromFile(ProjectRoot.find(), stack)) : read(source);
    if (dump != null) {
      Files.writeString(dump, StackDump.write(declared) + "\n");
    }
    Optional<Preview.Comparison> comparison = comparison(declared);
    Preview preview = new Preview(declared, comparison, price.price(declared, comparison.map(Preview.Comparison::diff)));
    PrintWriter out = spec.commandLine().getOut();
    out.print(switch (format) {
      case TEXT -> PreviewText.of(preview);
      case MARKDOWN -> PreviewMarkdown.of(preview);
      case JSON -> PreviewJson.of(preview);
    });
    out.flush();
    return verdict(preview);
  }

  private int verdict(Preview preview) {
    var exceeded = preview.price().flatMap(Preview.Pricing::verdict).filter(verdict -> !verdict.holds());
    exceeded.ifPresent(verdict -> spec.commandLine().getErr().println("sluice: " + verdict.sentence()));
    return exceeded.isPresent() ? CliExit.CHECK_FAILED : CliExit.DONE;
  }

  private Optional<Preview.Comparison> comparison(DeclaredStack declared) throws IOException, InterruptedException {
    if (against == null) {
      return Optional.empty();
    }
    if (against.file != null) {
      return Optional.of(new Preview.Comparison(against.file.getFileName().toString(), StackDiff.between(read(against.file), declared)));
    }
    String revision = Optional.ofNullable(against.revision).orElseThrow();
    Path root = ProjectRoot.find();
    String commit = Worktree.commit(root, revision);
    // As the launcher does: MAVEN names another program than the mvn on the PATH.
    List<String> maven = List.of(System.getenv().getOrDefault("MAVEN", "mvn"));
    DeclaredStack before = new OtherRevision(root, spec.commandLine().getErr(), maven).declared(commit, declared.stack());
    return Optional.of(new Preview.Comparison(revision, StackDiff.between(before, declared)));
  }

  private static DeclaredStack read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserError(CliExit.USAGE, "there is no file " + file);
    }
    try {
      return StackDump.read(Files.readString(file), file.toString());
    } catch (IllegalArgumentException e) {
      throw new UserError(CliExit.USAGE, e.getMessage());
    }
  }
}
