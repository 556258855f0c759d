package dev.sluice.tests.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What every image store of a test shares with that of this checkout. */
public final class ImageStores {
  private ImageStores() {}

  /** Links the libraries and copies the options of the JVMs, without the archives of classes: they are of another class path. */
  public static void share(Path folder) throws IOException {
    Files.createSymbolicLink(folder.resolve("lib"), Checkout.IMAGES.resolve("lib"));
    Files.copy(Checkout.IMAGES.resolve("java.options"), folder.resolve("java.options"));
    Files.writeString(folder.resolve("archive.options"), "");
    Files.writeString(folder.resolve("worker-archive.options"), "");
  }
}
