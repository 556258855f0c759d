package dev.sluice.cli.preview;

import dev.sluice.infra.preview.DeclaredResource;
import dev.sluice.infra.preview.DeclaredStack;
import dev.sluice.infra.preview.StackDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Two declarations of one small stack, as dumps: a queue is new, one is changed, the database is replaced, a log group goes. */
final class SmallStacks {
  private SmallStacks() {}

  static Path before(Path folder) throws IOException {
    return write(folder.resolve("before.json"),
        queue("jobs", 30), database("sluice"), resource("aws:cloudwatch/logGroup:LogGroup", "old", Map.of("name", "/sluice/old"), false));
  }

  static Path after(Path folder) throws IOException {
    return write(folder.resolve("after.json"), queue("jobs", 60), queue("bulk", 30), database("other|```"));
  }

  private static Path write(Path file, DeclaredResource... resources) throws IOException {
    var stack = new DeclaredStack("prod", "eu-central-1", List.of(resources), Map.of("SLUICE_DATABASE_URL", "${rds.Instance:database.address}"));
    return Files.writeString(file, StackDump.write(stack));
  }

  private static DeclaredResource queue(String name, long visibility) {
    return resource("aws:sqs/queue:Queue", name, Map.of("visibilityTimeoutSeconds", visibility), false);
  }

  private static DeclaredResource database(String name) {
    return resource("aws:rds/instance:Instance", "database", Map.of("dbName", name, "password", "[secret]", "instanceClass", "db.t4g.small",
        "storageType", "gp3", "allocatedStorage", 20L, "skipFinalSnapshot", false, "finalSnapshotIdentifier", "sluice-final"), true);
  }

  private static DeclaredResource resource(String type, String name, Map<String, Object> inputs, boolean isProtected) {
    return new DeclaredResource(type + "::" + name, type, name, "", false, inputs, isProtected, List.of(), List.of());
  }
}
