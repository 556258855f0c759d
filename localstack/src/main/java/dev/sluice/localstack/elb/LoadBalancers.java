package dev.sluice.localstack.elb;

import dev.sluice.localstack.engine.AwsAccount;
import dev.sluice.localstack.engine.CreatedResource;
import dev.sluice.localstack.engine.Inputs;
import dev.sluice.localstack.engine.ResourceHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The load balancers of one cloud. Each is one forwarder whose address, with the port, is the balancer's {@code dnsName}; it has
 * room for one listener. Safe for any thread.
 */
public final class LoadBalancers implements AutoCloseable {
  private final AwsAccount account;
  private final Function<String, List<InetSocketAddress>> targets;
  private final Map<String, Forwarder> forwarders = new ConcurrentHashMap<>();

  /** @param targets where the targets of a target group listen that are ready now, by its ARN */
  public LoadBalancers(AwsAccount account, Function<String, List<InetSocketAddress>> targets) {
    this.account = account;
    this.targets = targets;
  }

  /** {@code aws:lb/loadBalancer:LoadBalancer}. */
  public ResourceHandler loadBalancer() {
    return request -> {
      String name = request.physicalName("name");
      String type = request.inputs().text("loadBalancerType").orElse("application");
      String suffix = (type.equals("network") ? "net/" : "app/") + name + "/0123456789abcdef";
      String arn = account.arn("elasticloadbalancing", "loadbalancer/" + suffix);
      Forwarder forwarder = Forwarder.start(type.equals("application"));
      forwarders.put(arn, forwarder);
      return CreatedResource.answering(request).with("name", name).with("arn", arn).with("arnSuffix", suffix)
          .with("dnsName", "127.0.0.1:" + forwarder.port()).with("zoneId", "ZLOCAL").withDefault("vpcId", "vpc-local")
          .created(arn);
    };
  }

  /** {@code aws:lb/targetGroup:TargetGroup}. */
  public ResourceHandler targetGroup() {
    return request -> {
      String name = request.physicalName("name");
      String suffix = "targetgroup/" + name + "/0123456789abcdef";
      String arn = account.arn("elasticloadbalancing", suffix);
      return CreatedResource.answering(request).with("name", name).with("arn", arn).with("arnSuffix", suffix).created(arn);
    };
  }

  /** {@code aws:lb/listener:Listener}. */
  public ResourceHandler listener() {
    return request -> {
      Inputs inputs = request.inputs();
      String balancer = inputs.requiredText("loadBalancerArn");
      Forwarder forwarder = forwarders.get(balancer);
      if (forwarder == null) {
        throw new IllegalArgumentException("there is no load balancer " + balancer);
      }
      if (inputs.text("protocol").filter(protocol -> protocol.equals("HTTPS") || protocol.equals("TLS")).isPresent()) {
        throw new IllegalArgumentException("a listener of the local cloud has no TLS: give this stack no certificate");
      }
      String group = targetGroupOf(inputs);
      forwarder.forwardTo(() -> targets.apply(group));
      String arn = balancer.replace(":loadbalancer/", ":listener/") + "/0123456789abcdef";
      return CreatedResource.answering(request).with("arn", arn).created(arn);
    };
  }

  private static String targetGroupOf(Inputs listener) {
    for (Inputs action : listener.objects("defaultActions")) {
      if (!action.requiredText("type").equals("forward")) {
        throw new IllegalArgumentException("a listener of the local cloud only forwards, and the stack asks for "
            + action.requiredText("type"));
      }
      return action.text("targetGroupArn").or(() -> action.object("forward")
          .flatMap(forward -> forward.objects("targetGroups").stream().findFirst()).flatMap(first -> first.text("arn")))
          .orElseThrow(() -> new IllegalArgumentException("the listener's default action names no target group"));
    }
    throw new IllegalArgumentException("the listener has no default action");
  }

  @Override
  public void close() {
    forwarders.values().forEach(Forwarder::close);
  }
}
