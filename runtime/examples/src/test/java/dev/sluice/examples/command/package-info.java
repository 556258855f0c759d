/** What programs owe the platform, held by the examples in Python and in shell. */
@NullMarked
package dev.sluice.examples.command;

import org.jspecify.annotations.NullMarked;
