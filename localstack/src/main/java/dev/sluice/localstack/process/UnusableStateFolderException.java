package dev.sluice.localstack.process;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The local cloud cannot keep its files where it was told to. */
public final class UnusableStateFolderException extends RuntimeException {
  private final Path folder;

  public UnusableStateFolderException(Path folder, String reason, @Nullable Throwable cause) {
    super("the local cloud cannot keep its files in " + folder + ": " + reason
        + ". Free some space, or choose another folder (LocalCloudOptions.stateFolder, or -Djava.io.tmpdir=...).", cause);
    this.folder = folder;
  }

  public Path folder() {
    return folder;
  }
}
