/**
 * RDS for PostgreSQL by the embedded PostgreSQL binaries, durable and with passwords checked.
 * A DB instance of the program is a server of its own on loopback.
 */
@NullMarked
package dev.sluice.localstack.rds;

import org.jspecify.annotations.NullMarked;
