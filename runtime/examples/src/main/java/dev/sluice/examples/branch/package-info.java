/** Decisions: ops that run only if another op said so, and how branches meet again. */
@NullMarked
package dev.sluice.examples.branch;

import org.jspecify.annotations.NullMarked;
