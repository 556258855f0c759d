/** What every store of schedules promises, and what holds when several coordinators share one. */
@NullMarked
package dev.sluice.tests.conformance.schedule;

import org.jspecify.annotations.NullMarked;
