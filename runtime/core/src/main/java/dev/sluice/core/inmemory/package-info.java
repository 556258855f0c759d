/** Every port in memory, with the same promises as the real ones. Users test their jobs on it with a clock of their own. */
@NullMarked
package dev.sluice.core.inmemory;

import org.jspecify.annotations.NullMarked;
