package dev.sluice.autoscaler;

import dev.sluice.adapters.ecs.EcsFleets;
import dev.sluice.adapters.http.Health;
import dev.sluice.adapters.http.HealthEndpoints;
import dev.sluice.adapters.http.HttpService;
import dev.sluice.adapters.postgres.Database;
import dev.sluice.adapters.service.RunningService;
import dev.sluice.contract.Settings;
import dev.sluice.core.time.Pause;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The autoscaler on the real adapters, with its health endpoints. */
final class AutoscalerService implements RunningService {
  private static final Logger LOG = LoggerFactory.getLogger(AutoscalerService.class);

  private final Autoscaler autoscaler;
  private final Database database;
  private final EcsFleets fleets;
  private final HttpService http;

  private AutoscalerService(Autoscaler autoscaler, Database database, EcsFleets fleets, AutoscalerOptions options) {
    this.autoscaler = autoscaler;
    this.database = database;
    this.fleets = fleets;
    this.http = HealthEndpoints.addTo(
        new HttpService(options.host(), options.port()), this::alive, this::ready);
  }

  static AutoscalerService start(Settings settings) {
    AutoscalerOptions options = AutoscalerOptions.of(settings);
    EcsFleets fleets = EcsFleets.open(settings, options.policy().range());
    List<Pool> pools = Pools.from(settings, fleets.fleets());
    Database database = Database.open(settings);
    InstantSource time = InstantSource.system();
    ScalingPass pass = new ScalingPass(database.runStore(), pools, options.policy(), time, new AutoscalerLog());
    Autoscaler autoscaler = new Autoscaler(pass, options.interval(), time, Pause.REAL);
    AutoscalerService service = new AutoscalerService(autoscaler, database, fleets, options);
    service.http.start();
    autoscaler.start();
    LOG.info("autoscaler keeps {} by {}; health on port {}",
        pools.stream().map(pool -> pool.name() + " of " + pool.queues()).toList(), options.policy(), service.http.port());
    return service;
  }

  private Health alive() {
    return Health.healthy().and("loop", autoscaler.isTurning(), "turning", "stuck");
  }

  /** A lost database is no reason to start this process again: it holds the pools as they are until it can measure. */
  private Health ready() {
    return alive().and("database", database.isReachable(), "reachable", "lost");
  }

  @Override
  public void drain() {
    autoscaler.close();
    http.close();
    fleets.close();
    database.close();
  }
}
