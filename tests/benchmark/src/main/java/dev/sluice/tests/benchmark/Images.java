package dev.sluice.tests.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The built images of this checkout, whose services are started just as the local cloud starts them.
 *
 * @param folder that holds one folder an image, and what they share
 */
record Images(Path folder) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Finds the images of the checkout that this process was started in.
   *
   * @throws IllegalStateException if they are not built
   */
  static Images find() {
    for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
      Path folder = above.resolve("images/target/images");
      if (Files.isDirectory(folder)) {
        return new Images(folder);
      }
    }
    throw new IllegalStateException("the images are not built: run mvn -pl images -am package, or tests/benchmark/run, which does");
  }

  /**
   * Says how a service is started.
   *
   * @param options of the JVM, put behind those of the image, so that they count
   */
  List<String> command(String service, List<String> options) throws IOException {
    List<String> words = new ArrayList<>();
    for (JsonNode word : JSON.readTree(folder.resolve(service).resolve("image.json").toFile()).get("Entrypoint")) {
      if (word.asText().equals("-cp")) {
        words.addAll(options);
      }
      words.add(word.asText());
    }
    words.set(0, Path.of(System.getProperty("java.home"), "bin", words.get(0)).toString());
    return words;
  }
}
