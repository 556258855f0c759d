package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder of unpacked images. The image {@code any.registry/team/worker:tag} is the folder {@code worker}, whose
 * {@code image.json} says in the words of an OCI image configuration how to start it: {@code Entrypoint}, {@code Cmd}, {@code
 * Env} and {@code WorkingDir}, the last relative to the folder of {@code image.json}. Safe for any thread.
 */
public final class ImageStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;

  public ImageStore(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /**
   * Finds an image by its reference.
   *
   * @throws ImageNotFoundException if it is not in the store
   */
  public Image find(String reference) {
    String name = nameOf(reference);
    Path description = folder.resolve(name).resolve("image.json");
    if (!Files.isRegularFile(description)) {
      throw new ImageNotFoundException(reference, description);
    }
    try {
      return read(folder.resolve(name), JSON.readTree(description.toFile()));
    } catch (IOException e) {
      throw new IllegalStateException(description + " is not readable: " + e.getMessage(), e);
    }
  }

  /** Returns the last part of a reference's path, without tag and digest. */
  static String nameOf(String reference) {
    String last = reference.substring(reference.lastIndexOf('/') + 1);
    return last.split("[:@]", 2)[0];
  }

  private static Image read(Path folder, JsonNode description) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (JsonNode variable : description.path("Env")) {
      String[] pair = variable.asText().split("=", 2);
      environment.put(pair[0], pair.length > 1 ? pair[1] : "");
    }
    Path working = folder.resolve(description.path("WorkingDir").asText(".")).normalize();
    return new Image(folder, texts(description.path("Entrypoint")), texts(description.path("Cmd")), environment, working);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
