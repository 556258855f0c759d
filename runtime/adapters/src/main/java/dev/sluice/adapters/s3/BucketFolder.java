package dev.sluice.adapters.s3;

import dev.sluice.contract.Setting;
import dev.sluice.contract.UnusableSettingsException;
import dev.sluice.core.payload.PayloadAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a bucket the payloads of one installation lie. Installations that share a bucket need two prefixes or two schemas, or one
 * would collect what the other keeps.
 *
 * @param bucket name of the bucket
 * @param prefix what its keys begin with; ends with a slash
 */
record BucketFolder(String bucket, String prefix) {
  private static final Pattern ADDRESS = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9!_.*'()/-]*))?");

  /**
   * Reads {@code s3://BUCKET/PREFIX}.
   *
   * @param schema of the installation's tables
   * @throws UnusableSettingsException if it is something else
   */
  static BucketFolder parse(String text, String schema) {
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches()) {
      throw new UnusableSettingsException(
          List.of(Setting.PAYLOAD_STORE.key() + " is \"" + text + "\": write s3://BUCKET/PREFIX, or none"));
    }
    String folder = parts.group(2) == null ? "" : parts.group(2).replaceAll("/+$", "");
    return new BucketFolder(parts.group(1), (folder.isEmpty() ? "" : folder + "/") + schema + "/");
  }

  String keyOf(PayloadAddress address) {
    return prefix + address;
  }

  /** Reads a key; empty if it is not one of ours. */
  Optional<PayloadAddress> addressOf(String key) {
    return key.startsWith(prefix) ? PayloadAddress.parse(key.substring(prefix.length())) : Optional.empty();
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }
}
