package dev.sluice.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.command.Program;

class PythonProgramTest extends ProgramConformance {
  @Override
  Program program() {
    return Program.script(PythonSummary.class, "summary.py", "python3");
  }

  @Override
  String input() {
    return "{\"unit\":\"s\",\"values\":[2.0,4.0,6.0]}";
  }

  @Override
  String unusableInput() {
    return "{\"unit\":\"s\",\"values\":[]}";
  }

  @Override
  void check(JsonNode result) {
    assertThat(result).hasToString("{\"count\":3,\"mean\":4.0,\"deviation\":2.0}");
  }
}
