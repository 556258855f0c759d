/** First steps: what a job takes and returns, how one op follows another, what a job sets for all of its ops. */
@NullMarked
package dev.sluice.examples.basics;

import org.jspecify.annotations.NullMarked;
