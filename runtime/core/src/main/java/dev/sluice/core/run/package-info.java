/** The words of the protocol as values: runs, op executions, attempts, leases, results and events. No input or output happens here. */
@NullMarked
package dev.sluice.core.run;

import org.jspecify.annotations.NullMarked;
