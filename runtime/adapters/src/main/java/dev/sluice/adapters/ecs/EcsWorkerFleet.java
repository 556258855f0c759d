package dev.sluice.adapters.ecs;

import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.FleetUnavailableException;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * The workers of one ECS service. Safe for any thread; calls block on the network.
 *
 * <p>The permissions it needs are {@code ecs:DescribeServices} and {@code ecs:UpdateService} on the service.
 */
final class EcsWorkerFleet implements WorkerFleet {
  private final EcsClient client;
  private final String cluster;
  private final String service;
  private final WorkerRange range;

  EcsWorkerFleet(EcsClient client, String cluster, String service, WorkerRange range) {
    this.client = client;
    this.cluster = cluster;
    this.service = service;
    this.range = range;
  }

  @Override
  public FleetSize size() {
    DescribeServicesResponse response =
        calling("measure", () -> client.describeServices(request -> request.cluster(cluster).services(service)));
    if (response.services().isEmpty()) {
      throw unavailable("measure", "there is no such service (" + response.failures().stream().map(failure -> failure.reason()).toList()
          + "): run `pulumi up` or check SLUICE_WORKER_SERVICES", null);
    }
    Service found = response.services().get(0);
    if (!"ACTIVE".equals(found.status())) {
      // A deleted service is still described, with counts of zero.
      throw unavailable("measure", "the service is " + found.status() + ": run `pulumi up` or check SLUICE_WORKER_SERVICES", null);
    }
    return new FleetSize(found.desiredCount(), found.runningCount());
  }

  @Override
  public void scaleTo(int workers) {
    range.check(workers);
    calling("scale", () -> client.updateService(request -> request.cluster(cluster).service(service).desiredCount(workers)));
  }

  private <T> T calling(String verb, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode() + ", ";
      throw unavailable(verb, "ECS answered " + code + e.getMessage(), e);
    } catch (SdkException e) {
      throw unavailable(verb, String.valueOf(e.getMessage()), e);
    }
  }

  private FleetUnavailableException unavailable(String verb, String reason, @Nullable Throwable cause) {
    return new FleetUnavailableException(
        "could not " + verb + " ECS service \"" + service + "\" of cluster \"" + cluster + "\": " + reason, cause);
  }
}
