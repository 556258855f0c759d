/** Ops whose own SQL is committed together with their result, and messages that leave only if it is. */
@NullMarked
package dev.sluice.examples.transaction;

import org.jspecify.annotations.NullMarked;
