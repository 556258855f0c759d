/** How the command talks to a person or to a pipe: tables, progress, numbers. Nothing here knows what is told. */
@NullMarked
package dev.sluice.cli.terminal;

import org.jspecify.annotations.NullMarked;
