/** Programs that behave, and programs that do not. */
@NullMarked
package dev.sluice.core.command;

import org.jspecify.annotations.NullMarked;
