package dev.sluice.tests.endtoend;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The images of this checkout, unchanged but for their environment: every service finds AWS and its task's agent at a recorder,
 * and calls under an access key with the name of its role. A job that touches every queue is among its jobs.
 */
final class RecordedImages {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Sets what no image can set for itself, since the local cloud's values come after an image's; then becomes the service. */
  private static final String SHIM = """
      role="$1${SLUICE_WORKER_POOL:+-$SLUICE_WORKER_POOL}" recorder="$2"
      shift 2
      export AWS_ACCESS_KEY_ID="$role" AWS_ENDPOINT_URL="$recorder"
      export AWS_ENDPOINT_URL_SQS="$recorder" AWS_ENDPOINT_URL_ECS="$recorder"
      export ECS_AGENT_URI="$recorder/$role/${ECS_AGENT_URI#http://*/}"
      exec "$@"
      """;

  private RecordedImages() {}

  static Path make(Path folder, URI recorder) throws IOException {
    ImageStores.share(folder);
    for (String image : List.of("coordinator", "worker", "autoscaler", "simulator")) {
      ObjectNode description = (ObjectNode) JSON.readTree(Checkout.IMAGES.resolve(image).resolve("image.json").toFile());
      ArrayNode recorded = JSON.createArrayNode().add("sh").add("-c").add(SHIM).add("sh").add(image).add(recorder.toString());
      recorded.addAll(description.withArray("Entrypoint"));
      description.set("Entrypoint", recorded);
      Files.createDirectories(folder.resolve(image));
      JSON.writeValue(folder.resolve(image).resolve("image.json").toFile(), description);
    }
    Path jobs = Files.createDirectory(folder.resolve("jobs"));
    pack(EveryQueue.class, jobs.resolve("every-queue.jar"));
    return folder;
  }

  private static void pack(Class<?> job, Path jar) throws IOException {
    String classFile = job.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar); JarOutputStream packed = new JarOutputStream(out)) {
      packed.putNextEntry(new JarEntry(classFile));
      Files.copy(Path.of("target/test-classes").resolve(classFile), packed);
      packed.closeEntry();
      packed.putNextEntry(new JarEntry("META-INF/services/dev.sluice.core.job.JobSource"));
      packed.write(job.getName().getBytes(StandardCharsets.UTF_8));
      packed.closeEntry();
    }
  }
}
