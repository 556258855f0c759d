/** Verbs about jobs and runs. They speak to a coordinator's HTTP API and to nothing else. */
@NullMarked
package dev.sluice.cli.run;

import org.jspecify.annotations.NullMarked;
