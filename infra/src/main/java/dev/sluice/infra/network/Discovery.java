package dev.sluice.infra.network;

import com.pulumi.aws.servicediscovery.PrivateDnsNamespace;
import com.pulumi.aws.servicediscovery.PrivateDnsNamespaceArgs;
import com.pulumi.aws.servicediscovery.Service;
import com.pulumi.aws.servicediscovery.ServiceArgs;
import com.pulumi.aws.servicediscovery.inputs.ServiceDnsConfigArgs;
import com.pulumi.aws.servicediscovery.inputs.ServiceDnsConfigDnsRecordArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/** A name inside the VPC that always leads to the tasks of a service that are alive, through Cloud Map. */
public final class Discovery extends ComponentResource {
  /** Short, since a task that is gone should not be asked for long. */
  private static final int SECONDS_TO_LIVE = 10;

  /**
   * What the name is made from.
   *
   * @param namespace domain inside the VPC
   * @param serviceName what stands before it
   * @param vpcId VPC that resolves it
   */
  public record Args(String namespace, String serviceName, Output<String> vpcId) {}

  private final Output<String> registryArn;
  private final String hostName;

  public Discovery(String name, Args args, ComponentResourceOptions options) {
    super("sluice:network:Discovery", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    var namespace = new PrivateDnsNamespace(name,
        PrivateDnsNamespaceArgs.builder().name(args.namespace()).vpc(args.vpcId()).build(), child);
    var service = new Service(name, ServiceArgs.builder()
        .name(args.serviceName())
        // AWS takes the namespace here or in the DNS part; emulators look for it here only.
        .namespaceId(namespace.id())
        .dnsConfig(ServiceDnsConfigArgs.builder()
            .namespaceId(namespace.id())
            .routingPolicy("MULTIVALUE")
            .dnsRecords(ServiceDnsConfigDnsRecordArgs.builder().type("A").ttl(SECONDS_TO_LIVE).build())
            .build())
        .build(), child);
    registryArn = service.arn();
    hostName = args.serviceName() + "." + args.namespace();
    registerOutputs(Map.of("hostName", Output.of(hostName)));
  }

  /** Returns where ECS registers the service's tasks. */
  public Output<String> registryArn() {
    return registryArn;
  }

  public String hostName() {
    return hostName;
  }
}
