/** The port to the authority on every run. One transaction a call. */
@NullMarked
package dev.sluice.core.store;

import org.jspecify.annotations.NullMarked;
