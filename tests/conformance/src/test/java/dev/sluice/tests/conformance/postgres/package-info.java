/** A real PostgreSQL for the suites, and what only PostgreSQL can show. */
@NullMarked
package dev.sluice.tests.conformance.postgres;

import org.jspecify.annotations.NullMarked;
