package dev.sluice.infra;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import dev.sluice.contract.ServiceKind;
import dev.sluice.infra.compute.Cluster;
import dev.sluice.infra.compute.Images;
import dev.sluice.infra.configuration.ComputeConfiguration;
import dev.sluice.infra.database.Database;
import dev.sluice.infra.network.Discovery;
import dev.sluice.infra.network.Flow;
import dev.sluice.infra.network.LoadBalancer;
import dev.sluice.infra.network.Network;
import dev.sluice.infra.network.Peer;
import dev.sluice.infra.network.Place;
import dev.sluice.infra.network.SecurityGroups;
import dev.sluice.infra.queue.JobQueue;
import dev.sluice.infra.storage.PayloadBucket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the services stand on: network, queues, database, cluster, images and the ways in. */
final class Foundation {
  private static final ComponentResourceOptions TOP = ComponentResourceOptions.Empty;

  private final StackConfiguration configuration;
  private final Place place;
  private final SecurityGroups securityGroups;
  private final Map<String, JobQueue> queues = new LinkedHashMap<>();
  private final Optional<PayloadBucket> payloads;
  private final Database database;
  private final Cluster cluster;
  private final LoadBalancer loadBalancer;
  private final Optional<Discovery> discovery;
  private final Optional<Images> images;

  Foundation(StackConfiguration configuration) {
    this.configuration = configuration;
    ComputeConfiguration compute = configuration.compute();
    int coordinatorPort = compute.coordinator().port().orElseThrow();
    place = place();
    securityGroups = new SecurityGroups("security-groups", new SecurityGroups.Args(
        configuration.namePrefix(), place.vpcId(), Flow.matrix(configuration.loadBalancer().port(), coordinatorPort),
        sources(), configuration.loadBalancer().port()), TOP);
    for (String queue : configuration.queues().names()) {
      queues.put(queue, new JobQueue(queue, new JobQueue.Args(physical(queue), configuration.queues()), TOP));
    }
    payloads = configuration.features().payloadBucket()
        ? Optional.of(new PayloadBucket("payloads", new PayloadBucket.Args(configuration.namePrefix(), configuration.queues().tlsOnly(),
            configuration.features().payloadBucketForceDestroy(), configuration.features().payloadBucketKept()), TOP))
        : Optional.empty();
    database = new Database("database", new Database.Args(configuration.namePrefix(), configuration.database(), place,
        securityGroups.ids(Peer.DATABASE), configuration.isProtected()), TOP);
    cluster = new Cluster("cluster", new Cluster.Args(
        configuration.namePrefix(), compute, place.privateSubnets(), configuration.features().alarms(), configuration.tags()), TOP);
    loadBalancer = new LoadBalancer("coordinator", new LoadBalancer.Args(
        configuration.loadBalancer(), coordinatorPort, compute.hasTaskNetwork() ? "ip" : "instance", place,
        securityGroups.ids(Peer.LOAD_BALANCER), configuration.isProtected()), TOP);
    discovery = configuration.features().discovery()
        ? Optional.of(new Discovery("coordinator",
            new Discovery.Args(configuration.namePrefix() + ".internal", "coordinator", place.vpcId()), TOP))
        : Optional.empty();
    images = compute.imageRepositories()
        ? Optional.of(new Images("images", new Images.Args(configuration.namePrefix(), configuration.isProtected()), TOP))
        : Optional.empty();
  }

  private Place place() {
    return configuration.network().existing()
        ? Place.existing(configuration.network())
        : new Network("network",
            new Network.Args(configuration.namePrefix(), configuration.region(), configuration.network()), TOP).place();
  }

  private List<String> sources() {
    List<String> sources = configuration.loadBalancer().sources();
    return sources.isEmpty() && !configuration.network().existing() ? List.of(configuration.network().addresses()) : sources;
  }

  /** Returns the image of a service, from the stack's own repository if it has one. */
  Output<String> image(ServiceKind kind) {
    ComputeConfiguration compute = configuration.compute();
    return images
        .map(own -> Output.format("%s:%s", own.url(kind), compute.imageTag()))
        .orElseGet(() -> Output.of(compute.imagePrefix() + "/" + kind.label() + ":" + compute.imageTag()));
  }

  /** Returns the name that something carries in AWS. */
  String physical(String name) {
    return configuration.namePrefix() + "-" + name;
  }

  Place network() {
    return place;
  }

  SecurityGroups securityGroups() {
    return securityGroups;
  }

  Map<String, JobQueue> queues() {
    return queues;
  }

  Optional<PayloadBucket> payloads() {
    return payloads;
  }

  Database database() {
    return database;
  }

  Cluster cluster() {
    return cluster;
  }

  LoadBalancer loadBalancer() {
    return loadBalancer;
  }

  Optional<Discovery> discovery() {
    return discovery;
  }
}
