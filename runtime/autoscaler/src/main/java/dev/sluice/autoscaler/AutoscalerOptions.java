package dev.sluice.autoscaler;

import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.core.scaling.ScalingPolicy;
import dev.sluice.core.scaling.WorkerRange;
import java.time.Duration;

/**
 * What an autoscaler is told.
 *
 * @param host interface of the health endpoints
 * @param port port of the health endpoints, 0 for a free one
 * @param interval time between two measurements
 * @param policy how many workers a backlog wants
 */
record AutoscalerOptions(String host, int port, Duration interval, ScalingPolicy policy) {
  static AutoscalerOptions of(Settings settings) {
    return new AutoscalerOptions(
        settings.text(Setting.HTTP_HOST),
        settings.integer(Setting.HTTP_PORT),
        settings.duration(Setting.SCALING_INTERVAL),
        new ScalingPolicy(
            settings.decimal(Setting.SCALE_UP_BACKLOG),
            settings.decimal(Setting.SCALE_DOWN_BACKLOG),
            new WorkerRange(settings.integer(Setting.MIN_WORKERS), settings.integer(Setting.MAX_WORKERS)),
            settings.duration(Setting.SCALING_COOLDOWN)));
  }
}
