/** What the world outside has not been told yet, on the command line. One class a verb. */
@NullMarked
package dev.sluice.cli.outbox;

import org.jspecify.annotations.NullMarked;
