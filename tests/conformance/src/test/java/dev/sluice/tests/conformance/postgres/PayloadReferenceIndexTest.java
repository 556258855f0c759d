package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever asks which payloads are needed reads the indexes that have references only, and not all rows. */
class PayloadReferenceIndexTest {
  private TestDatabase.Schema schema;

  @BeforeEach
  void makeSchema() {
    schema = TestDatabase.shared().newSchema();
  }

  @AfterEach
  void dropSchema() {
    schema.close();
  }

  private List<String> plan(String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = schema.connection(); Statement statement = connection.createStatement()) {
      statement.execute("set search_path to " + schema.name());
      statement.execute("set enable_seqscan = off");
      try (ResultSet row = statement.executeQuery("explain " + sql)) {
        while (row.next()) {
          lines.add(row.getString(1));
        }
      }
    }
    return lines;
  }

  @ParameterizedTest
  @CsvSource({"job_run,input", "op_execution,output", "op_checkpoint,payload"})
  void aReferenceIsFoundByItsIndex(String table, String column) throws SQLException {
    String plan = String.join("\n", plan("select a.reference from unnest(array['@a', '@b']) as a (reference) where exists (select from "
        + table + " where is_payload_reference(" + column + ") and " + column + " = a.reference)"));
    assertThat(plan).contains(table + "_payload_reference").doesNotContain("Seq Scan on " + table);
  }
}
