package dev.sluice.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code pulumi stack export} says of a stack; secrets stay encrypted in it. Not safe for several threads.
 */
final class StackState {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DATABASE = "aws:rds/instance:Instance";

  private final JsonNode document;

  /**
   * A resource that the state has.
   *
   * @param urn Pulumi's name for it
   * @param type such as {@code aws:sqs/queue:Queue}
   * @param id AWS's name for it
   * @param isProtected whether Pulumi refuses to delete it
   */
  record Entry(String urn, String type, String id, boolean isProtected) {
    @Override
    public String toString() {
      return type + " " + urn.substring(urn.lastIndexOf("::") + 2) + (id.isEmpty() ? "" : " (" + id + ")");
    }
  }

  private StackState(JsonNode document) {
    this.document = document;
  }

  /**
   * Reads an export.
   *
   * @throws UserError if it is none
   */
  static StackState of(String export) {
    try {
      return new StackState(JSON.readTree(export));
    } catch (JsonProcessingException e) {
      throw new UserError(CliExit.UNAVAILABLE, "pulumi stack export wrote something that is no state: " + e.getOriginalMessage());
    }
  }

  private Stream<JsonNode> nodes() {
    return document.path("deployment").path("resources").valueStream().filter(node -> node.path("custom").asBoolean())
        .filter(node -> !node.path("type").asText().startsWith("pulumi:"));
  }

  private static Entry entry(JsonNode node) {
    return new Entry(node.path("urn").asText(), node.path("type").asText(), node.path("id").asText(), node.path("protect").asBoolean());
  }

  /** Returns what AWS has of the stack. */
  List<Entry> resources() {
    return nodes().map(StackState::entry).toList();
  }

  /** Returns operations that were cut off, so that nobody knows how they ended. */
  List<String> pending() {
    return document.path("deployment").path("pending_operations").valueStream()
        .map(operation -> operation.path("type").asText() + " " + operation.path("resource").path("urn").asText()).toList();
  }

  /** Returns what neither Pulumi nor AWS would delete as it is. */
  List<Entry> blocking() {
    return nodes().filter(StackState::isBlocking).map(StackState::entry).toList();
  }

  private static boolean isBlocking(JsonNode node) {
    JsonNode inputs = node.path("inputs");
    return node.path("protect").asBoolean()
        || inputs.path("deletionProtection").asBoolean()
        || inputs.path("enableDeletionProtection").asBoolean()
        || node.path("type").asText().equals("aws:ecr/repository:Repository") && !inputs.path("forceDelete").asBoolean();
  }

  /** Returns the names of databases that would leave a final snapshot behind. */
  List<String> databasesWithSnapshot() {
    return nodes().filter(node -> node.path("type").asText().equals(DATABASE))
        .filter(node -> !node.path("inputs").path("skipFinalSnapshot").asBoolean())
        .map(node -> node.path("urn").asText()).toList();
  }

  /**
   * Makes databases leave a final snapshot after all, under a name that no earlier one has.
   *
   * @return the names of the snapshots
   */
  List<String> keepSnapshots(List<String> urns, String ending) {
    List<String> names = new ArrayList<>();
    nodes().filter(node -> urns.contains(node.path("urn").asText())).forEach(node -> {
      String name = node.path("inputs").path("finalSnapshotIdentifier").asText("final") + "-" + ending;
      for (String part : List.of("inputs", "outputs")) {
        if (node.path(part) instanceof ObjectNode properties) {
          properties.put("skipFinalSnapshot", false).put("finalSnapshotIdentifier", name);
        }
      }
      names.add(name);
    });
    return names;
  }

  /** Returns sentences on what AWS keeps when the stack is gone. */
  List<String> keptByAws() {
    List<String> kept = new ArrayList<>();
    nodes().forEach(node -> {
      JsonNode inputs = node.path("inputs");
      if (node.path("type").asText().equals(DATABASE) && !inputs.path("skipFinalSnapshot").asBoolean()) {
        kept.add("the database's final snapshot " + inputs.path("finalSnapshotIdentifier").asText());
      }
      if (node.path("type").asText().equals("aws:secretsmanager/secret:Secret") && inputs.path("recoveryWindowInDays").asInt(30) > 0) {
        kept.add("the secret " + inputs.path("name").asText() + ", which can be restored for "
            + inputs.path("recoveryWindowInDays").asInt(30) + " days; its name is taken until then");
      }
    });
    return kept;
  }

  /** Returns the text for {@code pulumi stack import}. */
  String toJson() {
    return document.toString();
  }
}
