package dev.sluice.testing;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens a connection for each attempt at a transactional op: for example {@code dataSource::getConnection}. */
@FunctionalInterface
public interface Connections {
  Connection open() throws SQLException;
}
