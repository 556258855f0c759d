/** Tests of the package of the same name. They own the clock. */
@NullMarked
package dev.sluice.core.inmemory;

import org.jspecify.annotations.NullMarked;
