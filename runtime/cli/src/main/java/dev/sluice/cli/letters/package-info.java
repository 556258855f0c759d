/** What failed for good, on the command line. One class a verb. */
@NullMarked
package dev.sluice.cli.letters;

import org.jspecify.annotations.NullMarked;
