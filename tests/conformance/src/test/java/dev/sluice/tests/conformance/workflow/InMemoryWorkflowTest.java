package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.inmemory.InMemoryPayloadReferences;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.time.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class InMemoryWorkflowTest
    implements WorkflowConformance, MapConformance, BranchConformance, SubJobConformance, SubJobTimeoutConformance, SubJobRedriveConformance, WaitConformance,
    CompensationConformance, SteeringConformance, ForkConformance, ForkedBranchConformance,
    ForkedCompensationConformance {
  private final List<JobBench> benches = new ArrayList<>();

  @Override
  public JobBench bench(JobSource<?, ?>... sources) {
    VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
    InMemoryRunStore store = new InMemoryRunStore(clock);
    JobBench bench = new JobBench(store, new InMemoryPayloadReferences(store), clock::advance, sources);
    benches.add(bench);
    return bench;
  }

  @AfterEach
  void check() {
    assertThat(benches).allSatisfy(bench -> assertThat(bench.violations()).isEmpty());
  }
}
