/**
 * PostgreSQL on RDS, which decides everything, and the secret that holds its password.
 * The password stands in Secrets Manager only: it is no output and no environment text.
 */
@NullMarked
package dev.sluice.infra.database;

import org.jspecify.annotations.NullMarked;
