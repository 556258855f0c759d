/** Tests of a user's own jobs, on images that have no jobs but one. */
@NullMarked
package dev.sluice.cli.jobs;

import org.jspecify.annotations.NullMarked;
