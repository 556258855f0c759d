/** Verbs that bring the platform up in the local cloud. The program that they evaluate is the one that the real engine runs. */
@NullMarked
package dev.sluice.cli.stack;

import org.jspecify.annotations.NullMarked;
