package dev.sluice.coordinator;

import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.core.store.PublishWindow;
import java.time.Duration;

/**
 * What a coordinator is told.
 *
 * @param host interface of the API
 * @param port port of the API, 0 for a free one
 * @param maxRequestSize longest request body, in bytes
 * @param inlineLimit longest payload that the database keeps, in bytes
 * @param maxPayloadSize longest input, in bytes
 * @param compressFrom size from which inputs are compressed, in bytes
 * @param defaultMaxAttempts attempts of an op whose definition has no retry
 * @param dispatchInterval time between two looks of the dispatcher
 * @param window messages that a queue may hold
 * @param runRetention how long ended runs are kept
 * @param payloadGrace how long a payload may be without a row that refers to it
 * @param schedulesEnabled whether schedules start runs
 */
record CoordinatorOptions(
    String host,
    int port,
    long maxRequestSize,
    long inlineLimit,
    long maxPayloadSize,
    long compressFrom,
    int defaultMaxAttempts,
    Duration dispatchInterval,
    PublishWindow window,
    Duration runRetention,
    Duration payloadGrace,
    boolean schedulesEnabled) {

  static CoordinatorOptions of(Settings settings) {
    return new CoordinatorOptions(
        settings.text(Setting.HTTP_HOST),
        settings.integer(Setting.HTTP_PORT),
        settings.bytes(Setting.MAX_REQUEST_SIZE),
        settings.bytes(Setting.PAYLOAD_INLINE_LIMIT),
        settings.bytes(Setting.MAX_PAYLOAD_SIZE),
        settings.bytes(Setting.COMPRESS_FROM),
        settings.integer(Setting.MAX_ATTEMPTS),
        settings.duration(Setting.DISPATCH_INTERVAL),
        new PublishWindow(settings.integer(Setting.PUBLISH_WINDOW), settings.duration(Setting.REPUBLISH_AFTER)),
        settings.duration(Setting.RUN_RETENTION),
        settings.duration(Setting.PAYLOAD_GRACE),
        settings.flag(Setting.SCHEDULES_ENABLED));
  }
}
