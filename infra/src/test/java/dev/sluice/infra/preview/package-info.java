/** Tests of what a preview finds out: declarations, their comparison and their price. They need nothing but this process. */
@NullMarked
package dev.sluice.infra.preview;

import org.jspecify.annotations.NullMarked;
