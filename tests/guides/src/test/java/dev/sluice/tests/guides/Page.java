package dev.sluice.tests.guides;

import dev.sluice.tests.guides.WrittenCommand.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page and the commands in its fences, in their order.
 *
 * @param file its place in the checkout
 * @param commands of all fences
 */
record Page(Path file, List<WrittenCommand> commands) {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern FENCE = Pattern.compile("```(\\w*)(?: (\\w+))?");
  /** Commands outside a fence would be run by nobody. */
  private static final Pattern UNFENCED = Pattern.compile(" {4,}(\\./sluice|mvn|pulumi|tests/\\S+/(install|check)|[A-Z_]+=\\S+ \\w).*");

  Page {
    commands = List.copyOf(commands);
  }

  /** Reads the pages that tell a reader what to type: the README, all of docs, the emulators' page and the starter's. */
  static List<Page> all() throws IOException {
    List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
    }
    files.add(ROOT.resolve("localstack/emulators/README.md"));
    files.add(ROOT.resolve("runtime/examples/starter/README.md"));
    return files.stream().map(file -> read(ROOT.relativize(file))).toList();
  }

  private static Page read(Path file) {
    try {
      return of(file, Files.readAllLines(ROOT.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page of(Path file, List<String> lines) {
    List<WrittenCommand> commands = new ArrayList<>();
    Optional<Needs> shell = Optional.empty();
    boolean fenced = false;
    StringBuilder command = new StringBuilder();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        fenced = !fenced;
        shell = fenced && fence.group(1).equals("sh") ? Optional.of(needs(file, number, fence.group(2))) : Optional.empty();
      } else if (shell.isPresent() && line.endsWith("\\")) {
        command.append(line, 0, line.length() - 1).append(' ');
      } else if (shell.isPresent() && !line.isBlank() && !line.startsWith("#")) {
        commands.add(new WrittenCommand(command.append(line).toString(), number, shell.get()));
        command.setLength(0);
      } else if (!fenced && UNFENCED.matcher(line).matches()) {
        throw new AssertionError(file + ":" + number + " is a command outside a fence, which nobody would run: " + line.strip());
      }
    }
    return new Page(file, commands);
  }

  private static Needs needs(Path file, int line, String word) {
    if (word == null) {
      return Needs.NOTHING;
    }
    return Stream.of(Needs.ACCOUNT, Needs.EMULATOR).filter(needs -> needs.name().toLowerCase(Locale.ROOT).equals(word)).findFirst()
        .orElseThrow(() -> new AssertionError(file + ":" + line + ": a fence of commands says account, emulator or nothing, not " + word));
  }
}
