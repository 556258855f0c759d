package dev.sluice.adapters.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The two endpoints that ECS and load balancers ask: {@code /healthz} (200 while the service turns, 503 when it is stuck and
 * wants a restart, which a database that is away does not call for) and {@code /readyz} (200 while it takes work, 503 before and while it drains).
 */
public final class HealthEndpoints {
  private HealthEndpoints() {}

  /** Adds both; the suppliers are asked once a request, by its thread, and may block for a moment. */
  public static HttpService addTo(HttpService service, Supplier<Health> alive, Supplier<Health> ready) {
    return service.getAtOnce("/healthz", request -> response(alive.get())).getAtOnce("/readyz", request -> response(ready.get()));
  }

  private static Response response(Health health) {
    return Response.json(health.ok() ? 200 : 503,
        Map.of("status", health.ok() ? "ok" : "failing", "checks", new TreeMap<>(health.checks())));
  }
}
