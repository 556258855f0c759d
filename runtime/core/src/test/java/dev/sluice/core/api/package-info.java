/** The forms in which things are stored and sent, held by golden files. */
@NullMarked
package dev.sluice.core.api;

import org.jspecify.annotations.NullMarked;
