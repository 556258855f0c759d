package dev.sluice.adapters.ecs;

import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.FleetUnavailableException;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;
import java.util.function.Function;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * The workers of one ECS service. Safe for any thread; calls block on the network.
 *
 * <p>The permissions it needs are {@code ecs:DescribeServices} and {@code ecs:UpdateService} on the service.
 */
final class EcsWorkerFleet implements WorkerFleet {
  private final EcsConnection connection;
  private final String cluster;
  private final String service;
  private final WorkerRange range;

  EcsWorkerFleet(EcsConnection connection, String cluster, String service, WorkerRange range) {
    this.connection = connection;
    this.cluster = cluster;
    this.service = service;
    this.range = range;
  }

  @Override
  public FleetSize size() {
    DescribeServicesResponse response =
        calling("measure", client -> client.describeServices(request -> request.cluster(cluster).services(service)));
    if (response.services().isEmpty()) {
      throw unavailable("there is no such service (" + response.failures().stream().map(failure -> failure.reason()).toList()
          + "): run `pulumi up` or check SLUICE_WORKER_SERVICES");
    }
    Service found = response.services().get(0);
    if (!"ACTIVE".equals(found.status())) {
      // A deleted service is still described, with counts of zero.
      throw unavailable("the service is " + found.status() + ": run `pulumi up` or check SLUICE_WORKER_SERVICES");
    }
    return new FleetSize(found.desiredCount(), found.runningCount());
  }

  @Override
  public void scaleTo(int workers) {
    range.check(workers);
    calling("scale", client -> client.updateService(request -> request.cluster(cluster).service(service).desiredCount(workers)));
  }

  private <T> T calling(String verb, Function<EcsClient, T> call) {
    return connection.call(verb + target(), call);
  }

  private FleetUnavailableException unavailable(String reason) {
    return new FleetUnavailableException("could not measure" + target() + ": " + reason, null);
  }

  private String target() {
    return " ECS service \"" + service + "\" of cluster \"" + cluster + "\"";
  }
}
