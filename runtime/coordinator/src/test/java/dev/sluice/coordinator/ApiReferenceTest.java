package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.http.HttpProblem;
import dev.sluice.adapters.http.ProblemKind;
import dev.sluice.coordinator.api.ApiProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reference/api.md and the code say the same. */
class ApiReferenceTest {
  private static final Path REFERENCE = Path.of("..", "..", "docs", "reference", "api.md");

  private static List<String> inReference(String regex) throws Exception {
    Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(Files.readString(REFERENCE));
    return matcher.results().map(result -> result.group(1)).toList();
  }

  @Test
  void everyPathIsDescribedAndEveryDescribedPathIsThere() throws Exception {
    TestStack stack = new TestStack();
    try {
      assertThat(inReference("^\\| `((?:GET|POST) /[^`?]*)")).containsExactlyInAnyOrderElementsOf(stack.coordinator.routes());
    } finally {
      stack.close();
    }
  }

  @Test
  void everyProblemCodeIsDescribedWithItsStatus() throws Exception {
    List<String> codes = Stream.<ProblemKind>concat(Stream.of(HttpProblem.values()), Stream.of(ApiProblem.values()))
        .map(kind -> kind.code() + "` | " + kind.status())
        .toList();
    assertThat(inReference("^\\| `([a-z-]+` \\| \\d+)")).containsExactlyInAnyOrderElementsOf(codes);
  }
}
