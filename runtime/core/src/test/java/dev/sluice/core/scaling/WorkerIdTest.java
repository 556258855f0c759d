package dev.sluice.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkerIdTest {
  @Test
  void whatIsWrittenIsReadAgainWhateverPoolAndInstanceAreCalled() {
    Random random = new Random(7);
    for (String pool : List.of("default", "large-gpu", "odd@pool")) {
      for (String instance : List.of("0123456789abcdef0123456789abcdef", "ip-10-0-0-1.ec2.internal", "local")) {
        WorkerId id = WorkerId.next(pool, instance, random);
        assertThat(WorkerId.parse(id.toString())).contains(id);
      }
    }
  }

  @Test
  void twoProcessesOfOneInstanceAreTwoWorkers() {
    Random random = new Random(7);
    assertThat(WorkerId.next("default", "local", random)).isNotEqualTo(WorkerId.next("default", "local", random));
  }

  @Test
  void anOwnerOfAnotherNameIsNotTakenForAWorker() {
    for (String other : List.of("", "w1", "default@local", "default@-1a2b3c", "@local-1a2b3c", "default@local-1A2B3C")) {
      assertThat(WorkerId.parse(other)).as(other).isEqualTo(Optional.empty());
    }
  }
}
