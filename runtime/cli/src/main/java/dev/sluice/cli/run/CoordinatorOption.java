package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.stack.LocalStackNote;
import dev.sluice.cli.stack.ProjectRoot;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.core.client.CoordinatorClient;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --url}: which coordinator to speak to. */
public final class CoordinatorOption {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Address of the coordinator. By default SLUICE_COORDINATOR_URL, else the stack that 'sluice up' brought up here.")
  private @Nullable String url;

  /**
   * Returns a client of the coordinator.
   *
   * @throws UserError if no address is known
   */
  public CoordinatorClient client() {
    return new CoordinatorClient(address());
  }

  private URI address() {
    if (url != null) {
      return parse("--url", url);
    }
    String key = Setting.COORDINATOR_URL.key();
    String environment = System.getenv(key);
    if (environment != null) {
      return parse(key, environment);
    }
    return LocalStackNote.read(ProjectRoot.find()).map(LocalStackNote::coordinator).orElseThrow(() -> new UserError(CliExit.UNAVAILABLE,
        "no coordinator is known: bring one up with 'sluice up' in another terminal, or name one by --url or " + key));
  }

  private static URI parse(String name, String text) {
    try {
      return SettingText.url(text);
    } catch (IllegalArgumentException e) {
      throw new UserError(CliExit.USAGE, name + " = \"" + text + "\" is not usable: " + e.getMessage());
    }
  }
}
