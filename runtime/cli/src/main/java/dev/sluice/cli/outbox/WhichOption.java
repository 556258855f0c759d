package dev.sluice.cli.outbox;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which messages; what is said in several ways must hold in all of them. */
public final class WhichOption {
  @Option(names = "--topic", paramLabel = "TOPIC", description = "Only of this topic.")
  private @Nullable String topic;

  @Option(names = "--refused", description = "Only those that their sink has refused.")
  private boolean refused;

  Optional<String> topic() {
    return Optional.ofNullable(topic);
  }

  boolean refused() {
    return refused;
  }
}
