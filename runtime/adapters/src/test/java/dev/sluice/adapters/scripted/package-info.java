/** An AWS endpoint that answers as a test says. Real services never fail on demand. */
@NullMarked
package dev.sluice.adapters.scripted;

import org.jspecify.annotations.NullMarked;
