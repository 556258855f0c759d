package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobSource;
import dev.sluice.tests.conformance.postgres.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresWorkflowTest
    implements WorkflowConformance, MapConformance, BranchConformance, SubJobConformance, SubJobTimeoutConformance, SubJobRedriveConformance, WaitConformance,
    CompensationConformance, SteeringConformance, ForkConformance, ForkedBranchConformance,
    ForkedCompensationConformance {
  private final List<JobBench> benches = new ArrayList<>();
  private final List<TestDatabase.Schema> schemas = new ArrayList<>();

  @Override
  public JobBench bench(JobSource<?, ?>... sources) {
    TestDatabase.Schema schema = TestDatabase.shared().newSchema();
    schemas.add(schema);
    JobBench bench = new JobBench(schema.database().runStore(), schema.database().payloadReferences(), schema::advance, sources);
    benches.add(bench);
    return bench;
  }

  @AfterEach
  void check() {
    assertThat(benches).allSatisfy(bench -> assertThat(bench.violations()).isEmpty());
    schemas.forEach(TestDatabase.Schema::close);
  }
}
