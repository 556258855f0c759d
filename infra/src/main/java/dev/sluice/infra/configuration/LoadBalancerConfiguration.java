package dev.sluice.infra.configuration;

import java.util.List;

/**
 * The way in.
 *
 * @param port that it listens on
 * @param internal whether only the VPC reaches it
 * @param sources address ranges that may call it; empty for those of the VPC
 * @param certificateArn certificate in ACM; empty for plain HTTP
 * @param domainName name that the certificate is for; empty for the load balancer's own
 */
public record LoadBalancerConfiguration(
    int port, boolean internal, List<String> sources, String certificateArn, String domainName) {

  public LoadBalancerConfiguration {
    sources = List.copyOf(sources);
  }

  /** Reads the keys that make it up. */
  public static LoadBalancerConfiguration read(ConfigurationText text) {
    return new LoadBalancerConfiguration(
        text.integer(ConfigurationKey.LOAD_BALANCER_PORT),
        text.flag(ConfigurationKey.LOAD_BALANCER_INTERNAL),
        text.names(ConfigurationKey.LOAD_BALANCER_SOURCES),
        text.text(ConfigurationKey.CERTIFICATE_ARN),
        text.text(ConfigurationKey.DOMAIN_NAME));
  }

  /** Whether requests are encrypted. */
  public boolean hasTls() {
    return !certificateArn.isEmpty();
  }
}
