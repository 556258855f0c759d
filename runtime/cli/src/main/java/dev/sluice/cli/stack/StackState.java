package dev.sluice.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What {@code pulumi stack export} says of a stack; secrets stay encrypted in it. Not safe for several threads.
 */
final class StackState {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  /** Days, where the stack says nothing else. */
  private static final int USUAL_RECOVERY = 30;
  private static final String DATABASE = "aws:rds/instance:Instance";
  private static final String TASK = "aws:ecs/taskDefinition:TaskDefinition";
  private static final String BUCKET = "aws:s3/bucketV2:BucketV2";

  private final JsonNode document;

  /**
   * A resource that the state has.
   *
   * @param urn Pulumi's name for it
   * @param type such as {@code aws:sqs/queue:Queue}
   * @param id AWS's name for it
   * @param isRetained whether Pulumi leaves it in AWS when it destroys the stack
   */
  record Entry(String urn, String type, String id, boolean isRetained) {
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
    return new Entry(
        node.path("urn").asText(), node.path("type").asText(), node.path("id").asText(), node.path("retainOnDelete").asBoolean());
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

  /**
   * Returns what has to be updated before all can be destroyed: what blocks, and the payload bucket with its surroundings, unless it
   * may be deleted with what is in it, or stays already. Where any of these is to be updated, or a bucket stays, so is a database that
   * would leave no snapshot.
   */
  List<Entry> toLift() {
    boolean goesWithPayloads = nodes().anyMatch(node -> isBucket(node) && node.path("inputs").path("forceDestroy").asBoolean());
    Predicate<JsonNode> isLifted =
        node -> isBlocking(node) || !goesWithPayloads && isOfBucket(node) && !node.path("retainOnDelete").asBoolean();
    boolean wantsSnapshot = nodes().anyMatch(isLifted.or(StackState::isBucketThatStays));
    return nodes().filter(isLifted.or(node -> wantsSnapshot && isLost(node))).map(StackState::entry).toList();
  }

  /** Tells whether the stack has a bucket for payloads. */
  boolean hasBucket() {
    return nodes().anyMatch(StackState::isBucket);
  }

  private static boolean isBucket(JsonNode node) {
    return node.path("type").asText().equals(BUCKET);
  }

  private static boolean isBucketThatStays(JsonNode node) {
    return isBucket(node) && node.path("retainOnDelete").asBoolean();
  }

  private static boolean isOfBucket(JsonNode node) {
    return node.path("type").asText().startsWith("aws:s3/");
  }

  private static boolean isLost(JsonNode node) {
    return node.path("type").asText().equals(DATABASE) && node.path("inputs").path("skipFinalSnapshot").asBoolean();
  }

  /** Returns sentences on what AWS keeps when the stack is gone. */
  List<String> keptByAws() {
    List<String> kept = new ArrayList<>();
    nodes().forEach(node -> {
      JsonNode inputs = node.path("inputs");
      if (node.path("type").asText().equals(DATABASE) && !inputs.path("skipFinalSnapshot").asBoolean()) {
        kept.add("the database's final snapshot " + inputs.path("finalSnapshotIdentifier").asText());
      }
      if (isBucketThatStays(node)) {
        String bucket = node.path("id").asText();
        kept.add("the payload bucket " + bucket + " with the payloads of its runs; aws s3 rb s3://" + bucket + " --force deletes it");
      }
      int recovery = inputs.path("recoveryWindowInDays").asInt(USUAL_RECOVERY);
      if (node.path("type").asText().equals("aws:secretsmanager/secret:Secret") && recovery > 0) {
        kept.add("the secret " + inputs.path("name").asText() + ", which can be restored for " + recovery
            + " days; its name is taken until then");
      }
    });
    long tasks = nodes().filter(node -> node.path("type").asText().equals(TASK)).count();
    if (tasks > 0) {
      kept.add("the revisions of " + tasks + " task definitions, which cost nothing");
    }
    return kept;
  }
}
