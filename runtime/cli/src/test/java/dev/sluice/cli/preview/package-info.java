/** Tests of the preview verb, called as a person calls it. */
@NullMarked
package dev.sluice.cli.preview;

import org.jspecify.annotations.NullMarked;
