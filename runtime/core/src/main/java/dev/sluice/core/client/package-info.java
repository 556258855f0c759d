/**
 * A typed client of the coordinator's HTTP API, on the JDK's own HTTP client. It decides nothing: what is refused there is an
 * exception here.
 */
@NullMarked
package dev.sluice.core.client;

import org.jspecify.annotations.NullMarked;
