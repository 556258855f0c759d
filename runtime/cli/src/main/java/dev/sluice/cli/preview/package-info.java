/** The verb that shows a stack before it is deployed, what would change and what it costs. It asks no one but git and Maven. */
@NullMarked
package dev.sluice.cli.preview;

import org.jspecify.annotations.NullMarked;
