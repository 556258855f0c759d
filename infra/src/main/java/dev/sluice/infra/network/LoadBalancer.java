package dev.sluice.infra.network;

import com.pulumi.aws.lb.Listener;
import com.pulumi.aws.lb.ListenerArgs;
import com.pulumi.aws.lb.LoadBalancerArgs;
import com.pulumi.aws.lb.TargetGroup;
import com.pulumi.aws.lb.TargetGroupArgs;
import com.pulumi.aws.lb.inputs.ListenerDefaultActionArgs;
import com.pulumi.aws.lb.inputs.TargetGroupHealthCheckArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/** The one address of a service that may run any number of times: a load balancer that asks each for {@code /healthz}. */
public final class LoadBalancer extends ComponentResource {
  private static final int HTTP = 80;

  /**
   * What a load balancer is made from.
   *
   * @param port that it listens on
   * @param targetPort that the service listens on
   * @param targetType {@code ip} where tasks have addresses of their own, else {@code instance}
   */
  public record Args(int port, int targetPort, String targetType) {}

  private final Output<String> url;
  private final Output<String> targetGroupArn;
  private final Listener listener;

  public LoadBalancer(String name, Args args, ComponentResourceOptions options) {
    super("sluice:network:LoadBalancer", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    var balancer = new com.pulumi.aws.lb.LoadBalancer(name,
        LoadBalancerArgs.builder().loadBalancerType("application").internal(true).build(), child);
    TargetGroup targets = new TargetGroup(name, TargetGroupArgs.builder()
        .port(args.targetPort())
        .protocol("HTTP")
        .targetType(args.targetType())
        .healthCheck(TargetGroupHealthCheckArgs.builder().path("/healthz").matcher("200").build())
        .build(), child);
    listener = new Listener(name, ListenerArgs.builder()
        .loadBalancerArn(balancer.arn())
        .port(args.port())
        .protocol("HTTP")
        .defaultActions(ListenerDefaultActionArgs.builder().type("forward").targetGroupArn(targets.arn()).build())
        .build(), child);

    url = args.port() == HTTP
        ? Output.format("http://%s", balancer.dnsName())
        : Output.format("http://%s:%s", balancer.dnsName(), args.port());
    targetGroupArn = targets.arn();
    registerOutputs(Map.of("url", url));
  }

  public Output<String> url() {
    return url;
  }

  public Output<String> targetGroupArn() {
    return targetGroupArn;
  }

  /** Returns the listener: ECS refuses a service whose target group no load balancer knows yet. */
  public Listener listener() {
    return listener;
  }
}
