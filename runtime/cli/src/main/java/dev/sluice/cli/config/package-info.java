/** Verbs about settings and where they come from. They read, and change nothing. */
@NullMarked
package dev.sluice.cli.config;

import org.jspecify.annotations.NullMarked;
