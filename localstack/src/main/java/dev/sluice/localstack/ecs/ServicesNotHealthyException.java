package dev.sluice.localstack.ecs;

import java.time.Duration;
import java.util.List;

/** Services did not get to their desired number of ready tasks. The message has the last lines that a failed task logged. */
public final class ServicesNotHealthyException extends RuntimeException {
  private final List<String> services;

  public ServicesNotHealthyException(List<String> services, String lastWords, Duration limit) {
    super("services " + services + " are not healthy (waited up to " + limit.toSeconds() + " s): " + lastWords);
    this.services = List.copyOf(services);
  }

  public List<String> services() {
    return services;
  }
}
