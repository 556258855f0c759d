package dev.sluice.tests.endtoend;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The images of this checkout, whose worker and coordinator are those that crash. */
final class CrashImages {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CrashImages() {}

  /** Makes an image store in a folder; its processes leave their marks in {@code marks}. */
  static Path make(Path folder, Path marks, int passes) throws IOException {
    ImageStores.share(folder);
    Files.createSymbolicLink(folder.resolve("jobs"), Checkout.IMAGES.resolve("jobs"));
    copy("autoscaler", folder);
    copy("simulator", folder);
    replaceMain("worker", CrashingWorker.class, folder, marks, passes);
    replaceMain("coordinator", CrashingCoordinator.class, folder, marks, passes);
    return folder;
  }

  private static void copy(String image, Path folder) throws IOException {
    Files.createDirectories(folder.resolve(image));
    Files.copy(Checkout.IMAGES.resolve(image).resolve("image.json"), folder.resolve(image).resolve("image.json"));
  }

  private static void replaceMain(String image, Class<?> main, Path folder, Path marks, int passes) throws IOException {
    ObjectNode description = (ObjectNode) JSON.readTree(Checkout.IMAGES.resolve(image).resolve("image.json").toFile());
    ArrayNode changed = JSON.createArrayNode();
    String before = "";
    for (var word : description.withArray("Entrypoint")) {
      String text = word.asText();
      if (text.startsWith("dev.sluice.")) {
        text = main.getName();
      } else if (before.equals("-cp")) {
        text = Path.of("target/test-classes").toAbsolutePath() + ":" + text;
      }
      before = word.asText();
      changed.add(text);
    }
    changed.insert(1, "-Dcrash.folder=" + marks);
    changed.insert(2, "-Dcrash.passes=" + passes);
    description.set("Entrypoint", changed);
    Files.createDirectories(folder.resolve(image));
    JSON.writeValue(folder.resolve(image).resolve("image.json").toFile(), description);
  }
}
