/** Jobs whose ops are programs: one in Python, one in shell. Their scripts lie beside the classes in the jar. */
@NullMarked
package dev.sluice.examples.command;

import org.jspecify.annotations.NullMarked;
