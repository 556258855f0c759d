/** Runs every example and checks what it yields. */
@NullMarked
package dev.sluice.examples;

import org.jspecify.annotations.NullMarked;
