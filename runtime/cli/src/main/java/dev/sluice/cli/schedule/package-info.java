/** {@code sluice schedule}: when jobs start by themselves. */
@NullMarked
package dev.sluice.cli.schedule;

import org.jspecify.annotations.NullMarked;
