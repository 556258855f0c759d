/** The {@code sluice} command: one class a verb, results to standard output, talk to standard error. Exit codes have names. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
