package dev.sluice.tests.endtoend.chaos;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.tests.endtoend.Checkout;
import dev.sluice.tests.endtoend.ImageStores;
import dev.sluice.tests.endtoend.JobsJar;
import dev.sluice.tests.endtoend.chaos.jobs.Climb;
import dev.sluice.tests.endtoend.chaos.jobs.Guarded;
import dev.sluice.tests.endtoend.chaos.jobs.Journal;
import dev.sluice.tests.endtoend.chaos.jobs.Poison;
import dev.sluice.tests.endtoend.chaos.jobs.Posting;
import dev.sluice.tests.endtoend.chaos.jobs.Squares;
import dev.sluice.tests.endtoend.chaos.jobs.Undone;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The images of this checkout with some jobs more, and SQS at the end of a wire that can be cut. */
final class WiredImages {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Sets what no image can set for itself, since the local cloud's values come after an image's; then becomes the service. */
  private static final String SHIM = "export AWS_ENDPOINT_URL_SQS=\"$1\"; shift; exec \"$@\"";

  private WiredImages() {}

  static Path make(Path folder, URI wire) throws IOException {
    ImageStores.share(folder);
    Path jobs = Files.createDirectory(folder.resolve("jobs"));
    Files.createSymbolicLink(jobs.resolve("examples.jar"), Checkout.IMAGES.resolve("jobs/sluice-examples.jar"));
    JobsJar.pack(jobs.resolve("chaos.jar"), Map.of(
        JobSource.class, List.of(Posting.class, Squares.class, Guarded.class, Undone.class, Climb.class, Poison.class),
        OutboxSink.class, List.of(Journal.class)));
    for (String image : List.of("coordinator", "worker", "autoscaler", "simulator")) {
      ObjectNode description = (ObjectNode) JSON.readTree(Checkout.IMAGES.resolve(image).resolve("image.json").toFile());
      ArrayNode wired = JSON.createArrayNode().add("sh").add("-c").add(SHIM).add("sh").add(wire.toString());
      wired.addAll(description.withArray("Entrypoint"));
      description.set("Entrypoint", wired);
      Files.createDirectories(folder.resolve(image));
      JSON.writeValue(folder.resolve(image).resolve("image.json").toFile(), description);
    }
    return folder;
  }
}
