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
 */
public record FeatureConfiguration(
    boolean discovery, boolean simulator, boolean chaos, boolean alarms, List<String> alarmEmails, boolean dashboard) {

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
        text.flag(ConfigurationKey.DASHBOARD));
  }
}
