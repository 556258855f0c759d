package dev.sluice.infra.configuration;

import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the queues are like.
 *
 * @param names logical queues
 * @param visibilityTimeout how long a received message stays hidden; the setting of the same name
 * @param maxReceives receives before SQS moves a message to the dead-letter queue; the setting of the same name
 * @param retention how long a message is kept
 * @param deadLetterRetention how long a dead letter is kept
 * @param tlsOnly whether plain HTTP is denied
 */
public record QueueConfiguration(
    List<String> names, Duration visibilityTimeout, int maxReceives, Duration retention, Duration deadLetterRetention,
    boolean tlsOnly) {

  public QueueConfiguration {
    names = List.copyOf(names);
  }

  /** Reads the keys that make it up. */
  public static QueueConfiguration read(ConfigurationText text, Map<Setting, String> settings) {
    return new QueueConfiguration(
        text.names(ConfigurationKey.QUEUES),
        SettingText.duration(settings.getOrDefault(Setting.VISIBILITY_TIMEOUT, "")),
        SettingText.integer(settings.getOrDefault(Setting.MAX_RECEIVES, "")),
        text.duration(ConfigurationKey.MESSAGE_RETENTION),
        text.duration(ConfigurationKey.DEAD_LETTER_RETENTION),
        text.flag(ConfigurationKey.QUEUE_TLS_ONLY));
  }
}
