package dev.sluice.localstack.ecs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the ready tasks behind each target group. */
final class TargetAddresses {
  private TargetAddresses() {}

  /** Called on the control thread. */
  static Map<String, List<InetSocketAddress>> of(Collection<Cluster> clusters) {
    Map<String, List<InetSocketAddress>> found = new LinkedHashMap<>();
    for (Cluster cluster : clusters) {
      for (EcsService service : cluster.services().values()) {
        for (ServiceSpecification.LoadBalancerTarget target : service.specification().loadBalancers()) {
          found.computeIfAbsent(target.targetGroupArn(), arn -> new ArrayList<>()).addAll(addresses(cluster, service, target));
        }
      }
    }
    return Map.copyOf(found);
  }

  private static List<InetSocketAddress> addresses(
      Cluster cluster, EcsService service, ServiceSpecification.LoadBalancerTarget target) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (EcsTask task : cluster.tasksOf(service.name())) {
      for (EcsContainer container : task.containers()) {
        Integer port = container.plan().ports().get(target.containerPort());
        if (task.isReady() && port != null && container.definition().name().equals(target.containerName())) {
          addresses.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
      }
    }
    return addresses;
  }
}
