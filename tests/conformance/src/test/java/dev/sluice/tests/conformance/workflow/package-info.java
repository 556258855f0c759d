/** Jobs of every shape, run on each store, and their histories checked. */
@NullMarked
package dev.sluice.tests.conformance.workflow;

import org.jspecify.annotations.NullMarked;
