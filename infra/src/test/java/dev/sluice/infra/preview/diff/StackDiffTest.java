package dev.sluice.infra.preview.diff;

import static dev.sluice.infra.preview.Declared.guarded;
import static dev.sluice.infra.preview.Declared.resource;
import static dev.sluice.infra.preview.Declared.stack;
import static dev.sluice.infra.preview.Declared.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.infra.preview.Declared;
import dev.sluice.infra.preview.DeclaredResource;
import dev.sluice.infra.preview.DeclaredStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackDiffTest {
  private static final String QUEUE = "aws:sqs/queue:Queue";
  private static final String DATABASE = "aws:rds/instance:Instance";
  private static final String VPC = "aws:ec2/vpc:Vpc";
  private static final String SUBNET = "aws:ec2/subnet:Subnet";
  private static final String GATEWAY = "aws:ec2/internetGateway:InternetGateway";
  private static final String TASK = "aws:ecs/taskDefinition:TaskDefinition";
  private static final String SERVICE = "aws:ecs/service:Service";

  @Test
  void nothingChangesBetweenEqualStacks() {
    DeclaredStack declared = Declared.platform("eu-central-1", Map.of());
    assertThat(StackDiff.between(declared, Declared.platform("eu-central-1", Map.of())).isEmpty()).isTrue();
  }

  @Test
  void resourcesAreCreatedUpdatedReplacedAndDeleted() {
    StackDiff diff = StackDiff.between(
        stack(queue("gone", 30), queue("changed", 30), resource(QUEUE, "renamed", Map.of("name", "a.fifo"))),
        stack(queue("fresh", 30), queue("changed", 60), resource(QUEUE, "renamed", Map.of("name", "b.fifo"))));
    assertThat(diff.changes()).extracting(change -> change.resource().name() + " " + change.kind())
        .containsExactly("fresh CREATE", "changed UPDATE", "renamed REPLACE", "gone DELETE");
    assertThat(change(diff, "changed").properties()).singleElement().satisfies(property -> {
      assertThat(property.path()).isEqualTo("visibilityTimeoutSeconds");
      assertThat(property.before()).contains("30");
      assertThat(property.after()).contains("60");
      assertThat(property.forcesReplacement()).isFalse();
    });
    assertThat(change(diff, "renamed").properties()).singleElement().satisfies(property ->
        assertThat(property.forcesReplacement()).isTrue());
  }

  @Test
  void aReplacedDatabaseIsALossAndPulumiRefusesIfItIsProtected() {
    DeclaredResource before = guarded(database("sluice", false));
    ResourceChange change = StackDiff.between(stack(before), stack(guarded(database("other", false)))).changes().get(0);
    assertThat(change.kind()).isEqualTo(ChangeKind.REPLACE);
    assertThat(change.loss()).hasValueSatisfying(loss ->
        assertThat(loss).contains("every run").contains("a final snapshot is taken: sluice-final"));
    assertThat(change.isRefused()).isTrue();
  }

  @Test
  void aDeletedDatabaseWithoutASnapshotIsSaidToBeGoneForGood() {
    StackDiff diff = StackDiff.between(stack(database("sluice", true)), stack());
    assertThat(diff.losses()).singleElement().satisfies(change -> {
      assertThat(change.loss()).hasValueSatisfying(loss -> assertThat(loss).contains("no final snapshot is taken"));
      assertThat(change.isRefused()).isFalse();
    });
  }

  @Test
  void aDatabaseThatOnlyGrowsLosesNothing() {
    DeclaredResource small = resource(DATABASE, "database", Map.of("dbName", "sluice", "instanceClass", "db.t4g.small"));
    DeclaredResource large = resource(DATABASE, "database", Map.of("dbName", "sluice", "instanceClass", "db.m7g.large"));
    StackDiff diff = StackDiff.between(stack(small), stack(large));
    assertThat(diff.changes()).extracting(ResourceChange::kind).containsExactly(ChangeKind.UPDATE);
    assertThat(diff.losses()).isEmpty();
  }

  @Test
  void queuesLogsSecretsAndImagesThatGoAreLosses() {
    StackDiff diff = StackDiff.between(stack(
        queue("bulk", 30),
        resource("aws:cloudwatch/logGroup:LogGroup", "worker", Map.of("name", "/sluice/worker")),
        resource("aws:secretsmanager/secret:Secret", "password", Map.of("recoveryWindowInDays", 7L)),
        resource("aws:ecr/repository:Repository", "worker", Map.of("forceDelete", true)),
        resource(VPC, "network", Map.of())), stack());
    assertThat(diff.losses()).extracting(change -> change.loss().orElseThrow()).satisfiesExactly(
        loss -> assertThat(loss).contains("messages"),
        loss -> assertThat(loss).contains("/sluice/worker"),
        loss -> assertThat(loss).contains("7 days"),
        loss -> assertThat(loss).contains("images"));
  }

  @Test
  void aReplacementMakesWhatRefersToItUnknownAndMayReplaceThatToo() {
    StackDiff diff = StackDiff.between(network("10.1.0.0/16"), network("10.2.0.0/16"));
    assertThat(diff.changes()).extracting(change -> change.resource().title() + " " + change.kind()).containsExactly(
        "ec2.Vpc v REPLACE", "ec2.InternetGateway g UPDATE", "ec2.Subnet s REPLACE", "lb.LoadBalancer b UPDATE");
    assertThat(change(diff, "g").properties()).singleElement().satisfies(property -> assertThat(property.isUnknown()).isTrue());
  }

  @Test
  void anEnvironmentVariableIsOneLineAndANewRevisionReachesTheService() {
    StackDiff diff = StackDiff.between(service("INFO"), service("DEBUG"));
    assertThat(change(diff, "t").kind()).isEqualTo(ChangeKind.REPLACE);
    assertThat(change(diff, "t").properties()).extracting(PropertyChange::path)
        .containsExactly("containerDefinitions[worker].environment[LEVEL].value");
    assertThat(change(diff, "s").kind()).isEqualTo(ChangeKind.UPDATE);
  }

  @Test
  void ignoredChangesAreNone() {
    DeclaredResource before = with(resource(SERVICE, "s", Map.of("desiredCount", 1L)), List.of("desiredCount"), List.of());
    DeclaredResource after = with(resource(SERVICE, "s", Map.of("desiredCount", 5L)), List.of("desiredCount"), List.of());
    assertThat(StackDiff.between(stack(before), stack(after)).isEmpty()).isTrue();
  }

  @Test
  void anAliasMakesARenameAnUpdate() {
    DeclaredResource old = queue("old", 30);
    DeclaredResource renamed = with(queue("new", 30), List.of(), List.of(old.key()));
    assertThat(StackDiff.between(stack(old), stack(renamed)).changes()).extracting(ResourceChange::kind).containsExactly(ChangeKind.SAME);
    assertThat(StackDiff.between(stack(old), stack(queue("new", 30))).changes()).extracting(ResourceChange::kind)
        .containsExactly(ChangeKind.CREATE, ChangeKind.DELETE);
  }

  @Test
  void aMaskedSecretNeverTurnsUpAndIsNoChange() {
    DeclaredResource masked = resource(DATABASE, "database", Map.of("password", "[secret]"));
    assertThat(StackDiff.between(stack(masked), stack(masked)).isEmpty()).isTrue();
  }

  @Test
  void outputsThatDifferAreTold() {
    DeclaredStack before = new DeclaredStack("test", "r", List.of(), Map.of("A", "1", "B", "2"));
    DeclaredStack after = new DeclaredStack("test", "r", List.of(), Map.of("A", "1", "C", "3"));
    assertThat(StackDiff.between(before, after).outputs()).extracting(PropertyChange::path).containsExactly("B", "C");
  }

  @Test
  void aWholeStackWithAnotherDatabaseNameLosesTheDatabaseOnly() {
    StackDiff diff = StackDiff.between(
        Declared.platform("eu-central-1", Map.of()), Declared.platform("eu-central-1", Map.of("databaseName", "other")));
    assertThat(diff.losses()).extracting(change -> change.resource().title()).containsExactly("rds.Instance database");
    assertThat(diff.counts()).containsEntry(ChangeKind.CREATE, 0L).containsEntry(ChangeKind.DELETE, 0L);
  }

  private static DeclaredResource queue(String name, long visibility) {
    return resource(QUEUE, name, Map.of("visibilityTimeoutSeconds", visibility));
  }

  private static DeclaredResource database(String name, boolean skipFinalSnapshot) {
    return resource(DATABASE, "database",
        Map.of("dbName", name, "skipFinalSnapshot", skipFinalSnapshot, "finalSnapshotIdentifier", "sluice-final"));
  }

  private static DeclaredStack network(String addresses) {
    return stack(
        resource(VPC, "v", Map.of("cidrBlock", addresses)),
        resource(GATEWAY, "g", Map.of("vpcId", "${ec2.Vpc:v.id}")),
        resource(SUBNET, "s", Map.of("vpcId", "${ec2.Vpc:v.id}")),
        resource("aws:lb/loadBalancer:LoadBalancer", "b", Map.of("subnets", List.of("${ec2.Subnet:s.id}"))));
  }

  private static DeclaredStack service(String level) {
    String containers = "[{\"name\":\"worker\",\"environment\":[{\"name\":\"LEVEL\",\"value\":\"" + level + "\"}]}]";
    return stack(
        resource(TASK, "t", Map.of("containerDefinitions", containers)),
        resource(SERVICE, "s", Map.of("taskDefinition", "${ecs.TaskDefinition:t.arn}")));
  }

  private static ResourceChange change(StackDiff diff, String name) {
    return diff.changes().stream().filter(change -> change.resource().name().equals(name)).findFirst().orElseThrow();
  }
}
