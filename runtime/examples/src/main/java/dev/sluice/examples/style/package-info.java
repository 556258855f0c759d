/** The same work in three styles: code that blocks, code that returns a future, and many ops at a time on virtual threads. */
@NullMarked
package dev.sluice.examples.style;

import org.jspecify.annotations.NullMarked;
