/** The benchmark of the whole platform in the local cloud. It prints figures and never fails for a slow one. */
@NullMarked
package dev.sluice.cli.bench;

import org.jspecify.annotations.NullMarked;
