package dev.sluice.adapters.postgres;

import dev.sluice.core.payload.PayloadAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The references to payloads that lie elsewhere: an index of each column that may hold one has these, and nothing else. */
final class PayloadTable {
  private final Connection connection;

  PayloadTable(Connection connection) {
    this.connection = connection;
  }

  /** Returns those that a row refers to. The conditions are those of the indexes. */
  Set<PayloadAddress> named(Collection<PayloadAddress> addresses) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select a.reference from unnest(?::text[]) as a (reference)
        where exists (select from op_execution where is_payload_reference(output) and output = a.reference)
           or exists (select from op_execution where input is not null and is_payload_reference(input) and input = a.reference)
           or exists (select from op_execution where signal is not null and is_payload_reference(signal) and signal = a.reference)
           or exists (select from job_run where is_payload_reference(input) and input = a.reference)
           or exists (select from op_checkpoint where is_payload_reference(payload) and payload = a.reference)""")) {
      new Batch(statement).texts(addresses, PayloadAddress::reference);
      Set<PayloadAddress> named = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          named.add(PayloadAddress.ofReference(row.getString("reference")));
        }
      }
      return named;
    }
  }
}
