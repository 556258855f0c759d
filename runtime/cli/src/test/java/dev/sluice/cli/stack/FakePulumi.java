package dev.sluice.cli.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A script in the Pulumi CLI's place: notes each call, exports a state that it keeps in a file, takes what blocks away on an update
 * for the teardown, and empties the state on destroy.
 */
final class FakePulumi {
  private final Path folder;

  FakePulumi(Path folder) throws IOException {
    this.folder = folder;
    Path script = Files.writeString(folder.resolve("pulumi"), """
        #!/bin/sh
        cd '%s'
        shift 2
        echo "$* bucket=$SLUICE_TEARDOWN_BUCKET teardown=$SLUICE_TEARDOWN" >> calls
        case "$1 $2" in
          "stack export") [ -f state.json ] || { echo "error: no stack named 'x' found" >&2; exit 255; }; cat state.json ;;
          "up --stack")
            cp open.json state.json
            [ ! -f failure ] || { cat failure; exit 255; } ;;
          "destroy --stack")
            cp state.json destroyed.json
            echo "Destroying (x)"
            [ ! -f failure ] || { cat failure; exit 255; }
            if [ -f rest.json ]; then cp rest.json state.json; else echo '{"deployment": {}}' > state.json; fi ;;
        esac
        """.formatted(folder));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    System.setProperty(PulumiProgram.PROPERTY, script.toString());
  }

  /** Returns an element of a state's resources. */
  static String resource(String type, String name, boolean isProtected, String inputs) {
    return """
        {"urn": "urn:pulumi:x::sluice::%s::%s", "custom": true, "type": "%s", "id": "%s-id", "protect": %s, \
        "inputs": %s, "outputs": %s}"""
        .formatted(type, name, type, name, isProtected, inputs, inputs);
  }

  /** Returns the same element as one that destroy leaves in AWS. */
  static String retained(String resource) {
    return resource.replace("\"custom\": true", "\"custom\": true, \"retainOnDelete\": true");
  }

  /** Writes one of the states: state, open (after an update for the teardown) or rest (after destroy). */
  void state(String name, String... resources) throws IOException {
    Files.writeString(folder.resolve(name + ".json"), "{\"version\": 3, \"deployment\": {\"resources\": ["
        + "{\"urn\": \"urn:pulumi:x::sluice::pulumi:pulumi:Stack::sluice-x\", \"custom\": false,"
        + " \"type\": \"pulumi:pulumi:Stack\"}"
        + (resources.length == 0 ? "" : ", ") + String.join(", ", resources) + "]}}");
  }

  /** Lets updates fail once they have done their work, and destroys before they do any. */
  void fail(String message) throws IOException {
    Files.writeString(folder.resolve("failure"), message + "\n");
  }

  void failNoMore() throws IOException {
    Files.delete(folder.resolve("failure"));
  }

  String calls() throws IOException {
    return Files.exists(folder.resolve("calls")) ? Files.readString(folder.resolve("calls")) : "";
  }

  /** Returns the state as it was when destroy was called. */
  String destroyed() throws IOException {
    return Files.readString(folder.resolve("destroyed.json"));
  }
}
