/** Jobs as ops of other jobs: a run with runs of its own. */
@NullMarked
package dev.sluice.examples.subjob;

import org.jspecify.annotations.NullMarked;
