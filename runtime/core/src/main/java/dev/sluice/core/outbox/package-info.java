/**
 * Effects outside the database: written together with an op's result, and relayed to the world afterwards. The order of a key and the
 * idempotency key of each message are kept.
 */
@NullMarked
package dev.sluice.core.outbox;

import org.jspecify.annotations.NullMarked;
