package dev.sluice.cli.stack;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The checkout that the command belongs to: where the stack files, the images and the local state are. */
public final class ProjectRoot {
  /** System property by which the launcher says where it lies. */
  public static final String PROPERTY = "sluice.home";

  private ProjectRoot() {}

  /**
   * Returns the folder that the launcher named, else the nearest one above the working folder that holds a Pulumi.yaml.
   *
   * @throws UserError if there is none
   */
  public static Path find() {
    String told = System.getProperty(PROPERTY);
    if (told != null) {
      return Path.of(told).toAbsolutePath().normalize();
    }
    Optional<Path> found = Optional.empty();
    for (Path folder = Path.of("").toAbsolutePath(); folder != null && found.isEmpty(); folder = folder.getParent()) {
      found = Optional.of(folder).filter(each -> Files.isRegularFile(each.resolve("Pulumi.yaml")));
    }
    return found.orElseThrow(() -> new UserError(CliExit.USAGE,
        "no Pulumi.yaml here or above: call ./sluice in the checkout, or pass -D" + PROPERTY + "=FOLDER"));
  }
}
