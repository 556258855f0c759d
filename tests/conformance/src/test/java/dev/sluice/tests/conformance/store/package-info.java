/** The promises of the run store, held against every implementation of it. */
@NullMarked
package dev.sluice.tests.conformance.store;

import org.jspecify.annotations.NullMarked;
