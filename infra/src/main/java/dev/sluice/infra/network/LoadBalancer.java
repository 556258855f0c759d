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
import dev.sluice.infra.configuration.LoadBalancerConfiguration;
import java.util.List;
import java.util.Map;

/** The one address of a service that may run any number of times: a load balancer that asks each for {@code /healthz}. */
public final class LoadBalancer extends ComponentResource {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final String TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

  /**
   * What a load balancer is made from.
   *
   * @param configuration how it is reached
   * @param targetPort that the service listens on
   * @param targetType {@code ip} where tasks have addresses of their own, else {@code instance}
   * @param place network that it stands in
   * @param securityGroups ids of its security groups
   * @param isProtected whether it refuses to be deleted
   */
  public record Args(
      LoadBalancerConfiguration configuration,
      int targetPort,
      String targetType,
      Place place,
      Output<List<String>> securityGroups,
      boolean isProtected) {}

  private final Output<String> url;
  private final Output<String> arnSuffix;
  private final Output<String> targetGroupArn;
  private final Output<String> targetGroupArnSuffix;
  private final Listener listener;

  public LoadBalancer(String name, Args args, ComponentResourceOptions options) {
    super("sluice:network:LoadBalancer", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    var configuration = args.configuration();
    var subnets = configuration.internal() ? args.place().privateSubnets() : args.place().publicSubnets();
    var balancer = new com.pulumi.aws.lb.LoadBalancer(name, LoadBalancerArgs.builder()
        .loadBalancerType("application")
        .internal(configuration.internal())
        .subnets(Output.all(subnets))
        .securityGroups(args.securityGroups())
        .dropInvalidHeaderFields(true)
        .enableDeletionProtection(args.isProtected())
        .build(), child);
    TargetGroup targets = new TargetGroup(name, TargetGroupArgs.builder()
        .port(args.targetPort())
        .protocol("HTTP")
        .targetType(args.targetType())
        .vpcId(args.place().vpcId())
        .deregistrationDelay(30)
        .healthCheck(TargetGroupHealthCheckArgs.builder().path("/healthz").matcher("200").build())
        .build(), child);
    ListenerArgs.Builder listening = ListenerArgs.builder()
        .loadBalancerArn(balancer.arn())
        .port(configuration.port())
        .protocol(configuration.hasTls() ? "HTTPS" : "HTTP")
        .defaultActions(ListenerDefaultActionArgs.builder().type("forward").targetGroupArn(targets.arn()).build());
    if (configuration.hasTls()) {
      listening.certificateArn(configuration.certificateArn()).sslPolicy(TLS_POLICY);
    }
    listener = new Listener(name, listening.build(), child);

    url = url(configuration, balancer.dnsName());
    arnSuffix = balancer.arnSuffix();
    targetGroupArn = targets.arn();
    targetGroupArnSuffix = targets.arnSuffix();
    registerOutputs(Map.of("url", url));
  }

  /** A port that the scheme means anyway is left out. */
  private static Output<String> url(LoadBalancerConfiguration configuration, Output<String> dnsName) {
    String scheme = configuration.hasTls() ? "https" : "http";
    Output<String> host = configuration.domainName().isEmpty() ? dnsName : Output.of(configuration.domainName());
    return configuration.port() == (configuration.hasTls() ? HTTPS : HTTP)
        ? Output.format("%s://%s", scheme, host)
        : Output.format("%s://%s:%s", scheme, host, configuration.port());
  }

  public Output<String> url() {
    return url;
  }

  public Output<String> targetGroupArn() {
    return targetGroupArn;
  }

  /** Returns how CloudWatch's metrics name the load balancer. */
  public Output<String> arnSuffix() {
    return arnSuffix;
  }

  /** Returns how CloudWatch's metrics name the target group. */
  public Output<String> targetGroupArnSuffix() {
    return targetGroupArnSuffix;
  }

  /** Returns the listener: ECS refuses a service whose target group no load balancer knows yet. */
  public Listener listener() {
    return listener;
  }
}
