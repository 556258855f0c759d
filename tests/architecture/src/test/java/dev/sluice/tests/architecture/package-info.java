/** The rules that hold the parts apart, each with the sentence that says why. They look at every class and source file. */
@NullMarked
package dev.sluice.tests.architecture;

import org.jspecify.annotations.NullMarked;
