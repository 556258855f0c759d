package dev.sluice.localstack.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts a process into a session, and so a process group, of its own: signals of the terminal do not reach it, and what it starts
 * can be ended with it, as a container's processes are. Linux has {@code setsid} for this; elsewhere processes stay where they
 * are.
 */
final class Sessions {
  private static final Optional<Path> SETSID =
      Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).filter(Files::isExecutable).findFirst();

  private Sessions() {}

  static boolean isAvailable() {
    return SETSID.isPresent();
  }

  /** Returns the command that runs another in a session of its own, under the same process id. */
  static List<String> ofItsOwn(String... command) {
    List<String> words = new ArrayList<>();
    SETSID.ifPresent(setsid -> words.add(setsid.toString()));
    words.addAll(List.of(command));
    return words;
  }
}
