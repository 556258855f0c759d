package dev.sluice.localstack.engine;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A resource that the program registers.
 *
 * @param type token, for example {@code aws:sqs/queue:Queue}
 * @param name logical name in the program
 * @param inputs what the program gave it
 */
public record ResourceRequest(String type, String name, Inputs inputs) {

  /**
   * Returns the physical name: the one the program gave, or the logical name and seven hexadecimal digits, as Pulumi's automatic
   * names have; here the same ones each time.
   */
  public String physicalName(String property) {
    return physicalName(property, "");
  }

  /** As {@link #physicalName(String)}, with an end that AWS requires, such as {@code .fifo}, after an automatic name. */
  public String physicalName(String property, String suffix) {
    return inputs.text(property).orElseGet(() -> inputs.text(property + "Prefix").orElse(name + "-") + digits() + suffix);
  }

  private String digits() {
    CRC32 checksum = new CRC32();
    checksum.update((type + "::" + name).getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", checksum.getValue()).substring(1);
  }
}
