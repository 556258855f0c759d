/** What a user writes: jobs as typed graphs of ops. Definition errors are found when a job is defined. */
@NullMarked
package dev.sluice.core.job;

import org.jspecify.annotations.NullMarked;
