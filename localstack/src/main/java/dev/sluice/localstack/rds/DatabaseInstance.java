package dev.sluice.localstack.rds;

/**
 * How to reach a database of the stack; for tools on this machine.
 *
 * @param identifier name of the DB instance
 * @param url JDBC address without user and password
 * @param user the master user
 * @param password its password, in the clear
 */
public record DatabaseInstance(String identifier, String url, String user, String password) {
  /** Leaves the password out. */
  @Override
  public String toString() {
    return "DatabaseInstance[" + identifier + " at " + url + " as " + user + "]";
  }
}
