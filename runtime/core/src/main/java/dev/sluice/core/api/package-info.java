/**
 * The documents of the HTTP API, version 1, as records: the coordinator writes them and the client reads them. Nothing is sent
 * here.
 */
@NullMarked
package dev.sluice.core.api;

import org.jspecify.annotations.NullMarked;
