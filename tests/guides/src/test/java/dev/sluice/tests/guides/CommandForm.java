package dev.sluice.tests.guides;

import dev.sluice.cli.SluiceCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Whether a command that cannot be run here could be run elsewhere: its program, verbs and flags exist. */
final class CommandForm {
  /** Of the Pulumi CLI's reference (pulumi.com/docs/iac/cli/commands), as far as the pages need it. */
  private static final Map<String, Set<String>> PULUMI = Map.of(
      "login", Set.of(),
      "stack init", Set.of("--stack", "--secrets-provider"),
      "stack select", Set.of("--create", "--stack"),
      "stack output", Set.of("--stack", "--json", "--show-secrets"),
      "stack rm", Set.of("--stack", "--yes"),
      "preview", Set.of("--stack", "--refresh", "--diff", "--expect-no-changes"),
      "up", Set.of("--stack", "--yes", "--skip-preview", "--expect-no-changes"),
      "refresh", Set.of("--stack", "--yes", "--expect-no-changes"),
      "cancel", Set.of("--stack", "--yes"),
      "destroy", Set.of("--stack", "--yes"));
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=\\S*");
  private static final Pattern LIFE_CYCLE = Pattern.compile("package|test|verify");

  private CommandForm() {}

  /** Returns what is wrong with it; empty if nothing is known to be. */
  static Optional<String> complaint(String command) throws IOException {
    List<String> words = Arrays.stream(command.split("\\s+")).dropWhile(word -> ASSIGNMENT.matcher(word).matches()).toList();
    List<String> arguments = words.subList(Math.min(1, words.size()), words.size());
    return switch (words.isEmpty() ? "" : words.get(0)) {
      case "./sluice" -> sluice(arguments);
      case "pulumi" -> pulumi(arguments);
      case "mvn" -> maven(arguments);
      // What a shell or everybody's docker knows.
      case "export", "docker" -> fileNamed(arguments);
      default -> Files.isExecutable(Page.ROOT.resolve(words.get(0)))
          ? Optional.empty() : Optional.of("no program of this checkout, and none that this test knows");
    };
  }

  private static Optional<String> sluice(List<String> arguments) {
    try {
      SluiceCommand.commandLine().parseArgs(arguments.toArray(String[]::new));
      return Optional.empty();
    } catch (CommandLine.ParameterException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static Optional<String> pulumi(List<String> arguments) {
    String verb = String.join(" ", arguments.stream().takeWhile(word -> !word.startsWith("-")).limit(2).toList());
    Optional<String> known = PULUMI.keySet().stream().filter(each -> verb.equals(each) || verb.startsWith(each + " ")).findFirst();
    if (known.isEmpty()) {
      return Optional.of("no verb of pulumi that this test knows: " + verb);
    }
    return arguments.stream().filter(word -> word.startsWith("-") && !PULUMI.get(known.get()).contains(word)).findFirst()
        .map(flag -> "pulumi " + known.get() + " has no flag " + flag);
  }

  private static Optional<String> maven(List<String> arguments) throws IOException {
    String pom = Files.readString(Page.ROOT.resolve("pom.xml"));
    for (String word : arguments) {
      boolean known = LIFE_CYCLE.matcher(word).matches() || word.startsWith("-D") || word.equals("-B") || word.equals("-q")
          || word.startsWith("-P") && pom.contains("<id>" + word.substring(2) + "</id>");
      if (!known) {
        return Optional.of("neither a phase nor a profile of this project: " + word);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> fileNamed(List<String> arguments) {
    return arguments.stream().filter(word -> word.contains("/") && word.endsWith(".yaml"))
        .filter(word -> !Files.isRegularFile(Page.ROOT.resolve(word))).findFirst().map(word -> "there is no file " + word);
  }
}
