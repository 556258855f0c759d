package dev.sluice.localstack.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts {@link EchoService} into an image store, as the image {@code echo}. */
public final class EchoImage {
  private EchoImage() {}

  /** Returns the store. */
  public static Path in(Path store) {
    String classes = Path.of(System.getProperty("test.classes", "target/test-classes")).toAbsolutePath().toString();
    String json = """
        {"Entrypoint":["java","-XX:TieredStopAtLevel=1","-XX:+UseSerialGC","-cp","CLASSES",
                       "dev.sluice.localstack.program.EchoService"],
         "Cmd":[],"Env":["FROM_IMAGE=yes","OVERRIDDEN=image"],"WorkingDir":".."}
        """.replace("CLASSES", classes);
    try {
      Files.createDirectories(store.resolve("echo"));
      Files.writeString(store.resolve("echo").resolve("image.json"), json);
      return store;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Returns the words of the health check, for a container definition. */
  public static String probe() {
    String classes = Path.of(System.getProperty("test.classes", "target/test-classes")).toAbsolutePath().toString();
    return "\"CMD\",\"java\",\"-cp\",\"" + classes + "\",\"dev.sluice.localstack.program.EchoProbe\"";
  }
}
