/** The smallest job there is. Copy it to begin one of your own. */
@NullMarked
package dev.sluice.examples.hello;

import org.jspecify.annotations.NullMarked;
