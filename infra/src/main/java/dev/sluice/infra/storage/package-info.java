/**
 * The bucket for payloads that are too large for the database.
 * It is private, encrypted, and emptied by the coordinator, never by a rule of S3's.
 */
@NullMarked
package dev.sluice.infra.storage;

import org.jspecify.annotations.NullMarked;
