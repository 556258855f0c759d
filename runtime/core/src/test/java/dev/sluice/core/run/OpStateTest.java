package dev.sluice.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpStateTest {
  private static final Path PICTURE = Path.of("../../docs/state-machine.md");
  private static final Pattern ARROW = Pattern.compile("^ {2}([A-Z]+) --> ([A-Z]+)$", Pattern.MULTILINE);

  @Test
  void theTableAndThePictureSayTheSame() throws IOException {
    Set<String> drawn = ARROW.matcher(Files.readString(PICTURE)).results()
        .map((MatchResult arrow) -> arrow.group(1) + " " + arrow.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
    Set<String> coded = new TreeSet<>();
    for (OpState from : OpState.values()) {
      from.next().forEach(to -> coded.add(from + " " + to));
    }
    assertThat(coded).isEqualTo(drawn);
  }

  @Test
  void whatIsTerminalLeadsNowhereByItself() {
    for (OpState state : OpState.values()) {
      if (state.isTerminal() && state != OpState.FAILED && state != OpState.SKIPPED) {
        assertThat(state.next()).isEmpty();
      }
    }
    // Only by an operator's redrive.
    assertThat(OpState.FAILED.next()).containsExactlyInAnyOrder(OpState.PENDING, OpState.WAITING);
    assertThat(OpState.SKIPPED.next()).containsExactly(OpState.WAITING);
  }
}
