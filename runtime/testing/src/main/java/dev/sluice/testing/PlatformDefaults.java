package dev.sluice.testing;

import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.core.job.Retry;
import java.time.Duration;

/** What the services' settings say where nobody has changed them, so that a test sees the platform's own bounds. */
final class PlatformDefaults {
  static final int MAX_ATTEMPTS = SettingText.integer(text(Setting.MAX_ATTEMPTS));
  static final Duration LEASE = SettingText.duration(text(Setting.LEASE_DURATION));
  static final long PAYLOAD_INLINE_LIMIT = SettingText.bytes(text(Setting.PAYLOAD_INLINE_LIMIT));
  static final long MAX_PAYLOAD_SIZE = SettingText.bytes(text(Setting.MAX_PAYLOAD_SIZE));
  static final Retry RETRY = new Retry(MAX_ATTEMPTS, SettingText.duration(text(Setting.BACKOFF_BASE)),
      SettingText.decimal(text(Setting.BACKOFF_FACTOR)), SettingText.duration(text(Setting.BACKOFF_CEILING)),
      SettingText.decimal(text(Setting.BACKOFF_JITTER)));

  private PlatformDefaults() {}

  private static String text(Setting setting) {
    return setting.defaultText().orElseThrow();
  }
}
