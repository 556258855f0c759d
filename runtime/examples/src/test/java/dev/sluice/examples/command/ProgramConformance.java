package dev.sluice.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.core.command.FailedProgramException;
import dev.sluice.core.command.Program;
import dev.sluice.core.command.ProgramCall;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program owes the platform, whatever language it is written in: docs/guides/commands.md says it in words. */
@Timeout(60)
abstract class ProgramConformance {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> errors = new CopyOnWriteArrayList<>();

  abstract Program program();

  /** An input that it takes, as JSON. */
  abstract String input();

  /** An input that it must refuse for good. */
  abstract String unusableInput();

  /** Checks the result for {@link #input()}. */
  abstract void check(JsonNode result);

  private String run(String input, String moreFields) throws Exception {
    String task = "{\"version\":1,\"runId\":\"01900000-0000-7000-8000-000000000001\",\"job\":\"j\",\"op\":\"o\",\"attempt\":1,"
        + "\"idempotencyKey\":\"01900000-0000-7000-8000-000000000001/o\",\"deadline\":null,\"tags\":{}," + moreFields + "\"input\":" + input + "}";
    Map<String, String> variables = Map.of("SLUICE_RUN_ID", "01900000-0000-7000-8000-000000000001", "SLUICE_JOB", "j", "SLUICE_OP", "o",
        "SLUICE_ATTEMPT", "1", "SLUICE_IDEMPOTENCY_KEY", "01900000-0000-7000-8000-000000000001/o");
    return new ProgramCall(program(), variables, errors::add).run(task);
  }

  @Test
  void itWritesOneJsonDocumentAndNothingElse() throws Exception {
    String result = run(input(), "");

    try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(result)) {
      check(values.next());
      assertThat(values.hasNext()).as("something after the result: " + result).isFalse();
    }
  }

  @Test
  void itPassesOverFieldsThatItDoesNotKnow() throws Exception {
    assertThat(run(input(), "\"newer\":{\"fields\":[1,2]},")).isEqualTo(run(input(), ""));
  }

  @Test
  void itTakesATaskThatIsLargerThanAPipe() throws Exception {
    assertThat(run(input(), "\"newer\":\"" + "x".repeat(1_000_000) + "\",")).isEqualTo(run(input(), ""));
  }

  @Test
  void itRefusesWhatItCanNeverDoAndSaysWhy() {
    assertThatThrownBy(() -> run(unusableInput(), "")).isInstanceOfSatisfying(FailedProgramException.class,
        failure -> assertThat(failure.exitCode()).isEqualTo(FailedProgramException.REFUSED));
    assertThat(errors).isNotEmpty();
  }
}
