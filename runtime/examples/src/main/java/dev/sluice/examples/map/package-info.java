/** Dynamic maps: as many ops as a list has items, known only when the run is under way. */
@NullMarked
package dev.sluice.examples.map;

import org.jspecify.annotations.NullMarked;
