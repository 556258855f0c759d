/** The platform as its users run it: the real program, the real processes, in the local cloud. */
@NullMarked
package dev.sluice.tests.endtoend;

import org.jspecify.annotations.NullMarked;
