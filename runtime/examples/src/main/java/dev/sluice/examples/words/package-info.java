/** The words of a folder's text files, counted in parallel: a graph with a fan-out and a fan-in. It shows how ops share work and merge results. */
@NullMarked
package dev.sluice.examples.words;

import org.jspecify.annotations.NullMarked;
