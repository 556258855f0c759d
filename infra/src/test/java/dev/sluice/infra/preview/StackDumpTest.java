package dev.sluice.infra.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StackDumpTest {
  @Test
  void whatIsWrittenIsReadAgain() {
    DeclaredStack declared = Declared.platform("eu-central-1", Map.of());
    assertThat(StackDump.read(StackDump.write(declared), "dump")).isEqualTo(declared);
  }

  @Test
  void othersAreRefusedByName() {
    assertThatThrownBy(() -> StackDump.read("{\"format\": 7}", "old.json"))
        .hasMessageContaining("old.json has format 7").hasMessageContaining("reads format 1");
    assertThatThrownBy(() -> StackDump.read("{}", "a.json")).hasMessageContaining("a.json is no dump of a stack");
    assertThatThrownBy(() -> StackDump.read("<html>", "b.json")).hasMessageContaining("b.json is no dump of a stack");
  }
}
