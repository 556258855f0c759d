package dev.sluice.tests.conformance.workflow;

import dev.sluice.core.job.JobSource;

/** Gives tests a store with jobs. */
interface BenchFixture {
  /** Makes a bench on a store of its own. */
  JobBench bench(JobSource<?, ?>... sources);
}
