package dev.sluice.localstack.ecs;

import java.nio.file.Path;

/** A task definition names an image that has not been built. */
public final class ImageNotFoundException extends RuntimeException {
  private final String reference;

  public ImageNotFoundException(String reference, Path description) {
    super("image " + reference + " is not in the image store: there is no " + description
        + ". Build the images first (mvn package).");
    this.reference = reference;
  }

  public String reference() {
    return reference;
  }
}
