package dev.sluice.infra.configuration;

import java.util.List;

/**
 * Parts that a stack may do without.
 *
 * @param discovery whether the coordinator has a name of its own inside the VPC
 * @param simulator whether the simulator can be run
 * @param chaos whether the autoscaler may break things on purpose
 * @param alarms whether there are alarms
 * @param alarmEmails who is told of an alarm
 * @param dashboard whether there is a dashboard
 * @param payloadBucket whether payloads that are too large for the database are kept
 * @param payloadBucketForceDestroy whether a teardown deletes these too
 * @param payloadBucketKept whether a teardown leaves the bucket where it is
 */
public record FeatureConfiguration(
    boolean discovery, boolean simulator, boolean chaos, boolean alarms, List<String> alarmEmails, boolean dashboard,
    boolean payloadBucket, boolean payloadBucketForceDestroy, boolean payloadBucketKept) {

  public FeatureConfiguration {
    alarmEmails = List.copyOf(alarmEmails);
  }

  /** Reads the keys that make it up. */
  public static FeatureConfiguration read(ConfigurationText text) {
    return new FeatureConfiguration(
        text.flag(ConfigurationKey.DISCOVERY),
        text.flag(ConfigurationKey.SIMULATOR),
        text.flag(ConfigurationKey.CHAOS),
        text.flag(ConfigurationKey.ALARMS),
        text.names(ConfigurationKey.ALARM_EMAILS),
        text.flag(ConfigurationKey.DASHBOARD),
        text.flag(ConfigurationKey.PAYLOAD_BUCKET),
        text.flag(ConfigurationKey.PAYLOAD_BUCKET_FORCE_DESTROY),
        false);
  }

  /**
   * Returns the same with a payload bucket that a teardown leaves where it is, unless it may delete what is in it.
   *
   * @param isThere whether there is one, also where none is configured any more
   */
  public FeatureConfiguration keepingPayloads(boolean isThere) {
    return new FeatureConfiguration(discovery, simulator, chaos, alarms, alarmEmails, dashboard, payloadBucket || isThere,
        payloadBucketForceDestroy, !payloadBucketForceDestroy);
  }
}
