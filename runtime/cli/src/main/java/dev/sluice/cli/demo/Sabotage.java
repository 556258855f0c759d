package dev.sluice.cli.demo;

import dev.sluice.cli.stack.LocalPlatform;
import dev.sluice.core.api.OpView;
import dev.sluice.core.api.RunView;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.RunFilter;
import dev.sluice.localstack.ecs.TaskView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Kills one worker that is at work. Used by one thread. */
final class Sabotage {
  /** Runs that are asked for their leases: enough to find one of every worker that has any. */
  private static final int ASKED = 60;

  private final LocalPlatform platform;
  private final CoordinatorClient client;
  private final Random random;
  private Optional<String> victim = Optional.empty();

  Sabotage(LocalPlatform platform, long seed) {
    this.platform = platform;
    this.client = platform.client();
    this.random = new Random(seed);
  }

  /** Returns the id of the worker that was killed. */
  Optional<String> victim() {
    return victim;
  }

  /** Kills a worker that holds leases, if one can be found now; returns what happened in a line. */
  Optional<String> strike() {
    List<String> owners = owners();
    List<TaskView> workers = new ArrayList<>(platform.workers());
    Collections.shuffle(workers, random);
    for (TaskView worker : workers) {
      Optional<String> owner = owners.stream().filter(each -> each.contains(worker.id())).findFirst();
      if (owner.isPresent()) {
        platform.kill(worker);
        victim = owner;
        return Optional.of("killed by SIGKILL, while at work: " + owner.get() + " (process " + worker.pid() + ")");
      }
    }
    return Optional.empty();
  }

  /** Returns who holds leases, one entry a lease. */
  private List<String> owners() {
    return client.runs(new RunFilter(Optional.empty(), Optional.empty(), RunFilter.MAX_LIMIT)).stream()
        .filter(run -> run.status() == RunStatus.RUNNING)
        .limit(ASKED)
        .flatMap(this::owners)
        .toList();
  }

  private Stream<String> owners(RunView run) {
    return client.runWithoutPayloads(run.runId()).ops().stream().map(OpView::leaseOwner).filter(Objects::nonNull);
  }
}
