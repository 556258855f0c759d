package dev.sluice.tests.endtoend.chaos;

import dev.sluice.contract.Setting;
import dev.sluice.localstack.rds.DatabaseInstance;
import dev.sluice.tests.endtoend.Cloud;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The database of a cloud, for who looks behind the API. */
final class Tables {
  private final DatabaseInstance database;
  private final String schema;

  Tables(Cloud cloud) {
    this.database = cloud.local.database();
    this.schema = cloud.output(Setting.DATABASE_SCHEMA);
  }

  /** Counts the rows of what follows a {@code from}. */
  long count(String rows) {
    return ask("select count(*) from " + rows);
  }

  /** Asks for one number. */
  long ask(String question) {
    return Long.parseLong(texts(question).get(0));
  }

  /** Asks for the texts of one column. */
  List<String> texts(String question) {
    List<String> texts = new ArrayList<>();
    try (Connection connection = connect(); Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      while (answer.next()) {
        texts.add(answer.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(question, e);
    }
  }

  /** Executes a statement. */
  void change(String sql) {
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
    connection.setSchema(schema);
    return connection;
  }
}
