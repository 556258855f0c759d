/** What goes wrong: retries, limits of time, failures that nothing can mend, fallbacks, and undoing what was done. */
@NullMarked
package dev.sluice.examples.failure;

import org.jspecify.annotations.NullMarked;
