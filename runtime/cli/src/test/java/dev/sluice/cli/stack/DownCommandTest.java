package dev.sluice.cli.stack;

import static dev.sluice.cli.stack.FakePulumi.resource;
import static dev.sluice.cli.stack.FakePulumi.retained;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.cli.Call;
import dev.sluice.cli.CliExit;
import dev.sluice.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownCommandTest {
  private static final String QUEUE = resource("aws:sqs/queue:Queue", "default", false, "{\"name\": \"default.fifo\"}");
  private static final String DATABASE = "aws:rds/instance:Instance";
  private static final String GUARDED = resource(DATABASE, "database", true,
      "{\"deletionProtection\": true, \"skipFinalSnapshot\": false, \"finalSnapshotIdentifier\": \"sluice-final\"}");
  private static final String OPEN = resource(DATABASE, "database", false,
      "{\"deletionProtection\": false, \"skipFinalSnapshot\": false, \"finalSnapshotIdentifier\": \"sluice-final-7\"}");
  private static final String BUCKET = "aws:s3/bucketV2:BucketV2";
  private static final String IMAGES = "aws:ecr/repository:Repository";
  private static final String SECRET =
      resource("aws:secretsmanager/secret:Secret", "password", false,
          "{\"name\": \"sluice/password\", \"recoveryWindowInDays\": 30}");

  @TempDir Path folder;
  private FakePulumi pulumi;

  @BeforeEach
  void standIn() throws IOException {
    System.setProperty(ProjectRoot.PROPERTY, folder.toString());
    pulumi = new FakePulumi(folder);
  }

  @AfterEach
  void forget() {
    System.clearProperty(ProjectRoot.PROPERTY);
    System.clearProperty(PulumiProgram.PROPERTY);
  }

  @Test
  void aStackIsDestroyedAndNothingIsLeft() throws IOException {
    pulumi.state("state", QUEUE);
    Call call = down();
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(call.out()).isEqualTo("nothing of stack review-7 is left\n");
    assertThat(call.err()).contains("destroying 1 resources of stack review-7").contains("  Destroying (x)");
    assertThat(pulumi.calls()).contains("destroy --stack review-7 --yes --skip-preview").doesNotContain("up --stack");
  }

  @Test
  void aProtectedStackIsRefusedWithWhatProtectsIt() throws IOException {
    pulumi.state("state", QUEUE, GUARDED, resource(IMAGES, "worker", false, "{\"forceDelete\": false}"));
    Call call = down();
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).contains("nothing was destroyed")
        .contains("protected: aws:rds/instance:Instance database (database-id)")
        .contains("aws:ecr/repository:Repository worker").contains("--force");
    assertThat(pulumi.calls()).doesNotContain("destroy");
  }

  @Test
  void productionIsRefusedEvenWhereNothingIsProtected() throws IOException {
    pulumi.state("state", QUEUE);
    Call call = Call.of("down", "--stack", "prod");
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).contains("stack prod is production").contains("--force destroys it as it is").doesNotContain("snapshot");
    assertThat(Call.of("down", "--stack", "prod", "--force").exitCode()).isEqualTo(CliExit.DONE);
  }

  @Test
  void forceLiftsTheProtectionFirstAndStillTakesAFinalSnapshot() throws IOException {
    pulumi.state("state", QUEUE, GUARDED, resource(IMAGES, "worker", false, "{\"forceDelete\": false}"), SECRET);
    pulumi.state("open", QUEUE, OPEN, resource(IMAGES, "worker", false, "{\"forceDelete\": true}"), SECRET);
    Call call = down("--force");
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(pulumi.calls().lines()).anySatisfy(update -> assertThat(update)
        .startsWith("up --stack review-7 --yes --skip-preview")
        .contains("--target urn:pulumi:x::sluice::aws:rds/instance:Instance::database")
        .contains("--target urn:pulumi:x::sluice::aws:ecr/repository:Repository::worker")
        .doesNotContain("sqs").endsWith("bucket=false teardown=review-7"));
    assertThat(finalSnapshot()).isEqualTo("sluice-final-7");
    assertThat(call.out()).contains("AWS keeps the database's final snapshot sluice-final-7")
        .contains("AWS keeps the secret sluice/password, which can be restored for 30 days");
  }

  /** The second call finds nothing that blocks, and must know all the same that there is to be a snapshot. */
  @Test
  void aCallThatFailsAfterTheLiftCostsNoSnapshot() throws IOException {
    String balancer = "aws:lb/loadBalancer:LoadBalancer";
    pulumi.state("state", GUARDED, resource(balancer, "coordinator", false, "{\"enableDeletionProtection\": true}"));
    pulumi.state("open", OPEN, resource(balancer, "coordinator", false, "{\"enableDeletionProtection\": false}"));
    pulumi.fail("error: the update was cut off");
    assertThat(down("--force").err()).contains("the protection cannot be lifted, and pulumi destroy was not called").contains("cut off");
    pulumi.failNoMore();
    Call call = down("--force");
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(pulumi.calls().lines().filter(each -> each.startsWith("up "))).hasSize(1);
    assertThat(pulumi.calls()).as("a state written by hand could be lost in between").doesNotContain("stack import");
    assertThat(finalSnapshot()).isEqualTo("sluice-final-7");
    assertThat(call.out()).contains("AWS keeps the database's final snapshot sluice-final-7");
  }

  @Test
  void forceLeavesTheBucketWithThePayloadsOfTheSnapshotsRuns() throws IOException {
    String bucket = resource(BUCKET, "payloads", false, "{\"forceDestroy\": false}");
    String block = resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "payloads", false, "{}");
    pulumi.state("state", GUARDED, bucket, block);
    pulumi.state("open", OPEN, retained(bucket), retained(block));
    assertThat(down().err()).contains("leaves the payload bucket that its rows refer to in AWS");
    Call call = down("--force");
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(pulumi.calls()).contains("--target urn:pulumi:x::sluice::" + BUCKET + "::payloads")
        .contains("--target urn:pulumi:x::sluice::aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::payloads bucket=true");
    assertThat(call.err()).contains("destroying 1 resources");
    assertThat(call.out()).contains("AWS keeps the payload bucket payloads-id");
  }

  /** Nobody could tell whose the payloads are; also where the call that lifted was cut off between the two. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereTheBucketStaysADatabaseLeavesASnapshotThoughNothingProtectedIt(boolean staysAlready) throws IOException {
    String bucket = resource(BUCKET, "payloads", false, "{\"forceDestroy\": false}");
    pulumi.state("state", resource(DATABASE, "database", false, "{\"skipFinalSnapshot\": true}"), staysAlready ? retained(bucket) : bucket);
    pulumi.state("open", OPEN, retained(bucket));
    assertThat(down("--force").out()).contains("AWS keeps the database's final snapshot sluice-final-7", "AWS keeps the payload bucket");
    assertThat(pulumi.calls()).contains("--target urn:pulumi:x::sluice::aws:rds/instance:Instance::database");
    assertThat(finalSnapshot()).isEqualTo("sluice-final-7");
  }

  @Test
  void aBucketThatMayGoWithItsPayloadsGoes() throws IOException {
    pulumi.state("state", resource(DATABASE, "database", false, "{\"skipFinalSnapshot\": true}"),
        resource(BUCKET, "payloads", false, "{\"forceDestroy\": true}"));
    Call call = down("--force");
    assertThat(call.err()).contains("destroying 2 resources");
    assertThat(call.out()).doesNotContain("AWS keeps");
    assertThat(pulumi.calls()).doesNotContain("up --stack");
  }

  @Test
  void revisionsThatStayRegisteredAreTold() throws IOException {
    pulumi.state("state", resource("aws:ecs/taskDefinition:TaskDefinition", "coordinator", false, "{\"skipDestroy\": true}"));
    assertThat(down().out()).contains("AWS keeps the revisions of 1 task definitions, which cost nothing");
  }

  private String finalSnapshot() throws IOException {
    JsonNode inputs = JsonMapper.builder().build().readTree(pulumi.destroyed()).path("deployment").path("resources").valueStream()
        .filter(node -> node.path("type").asText().equals(DATABASE)).findFirst().orElseThrow().path("inputs");
    assertThat(inputs.path("skipFinalSnapshot").asBoolean(true)).isFalse();
    return inputs.path("finalSnapshotIdentifier").asText();
  }

  @Test
  void whatIsStillProtectedAfterTheUpdateStopsIt() throws IOException {
    pulumi.state("state", GUARDED);
    pulumi.state("open", GUARDED);
    Call call = down("--force");
    assertThat(call.exitCode()).isEqualTo(CliExit.UNAVAILABLE);
    assertThat(call.err()).contains("still protected after the update, and pulumi destroy was not called");
    assertThat(pulumi.calls()).doesNotContain("destroy");
  }

  @Test
  void whatIsLeftIsNamed() throws IOException {
    pulumi.state("state", QUEUE, SECRET);
    pulumi.state("rest", QUEUE);
    Call call = down();
    assertThat(call.exitCode()).isEqualTo(CliExit.CHECK_FAILED);
    assertThat(call.out()).contains("left: aws:sqs/queue:Queue default (default-id)")
        .contains("1 resources of stack review-7 are left");
  }

  @Test
  void aLockedStackComesWithTheWayOut() throws IOException {
    pulumi.state("state", QUEUE);
    pulumi.fail("error: the stack is currently locked by 1 lock(s).");
    Call call = down();
    assertThat(call.exitCode()).isEqualTo(CliExit.UNAVAILABLE);
    assertThat(call.err()).contains("currently locked by").contains("pulumi cancel --stack review-7");
  }

  @Test
  void credentialsThatAwsDoesNotTakeComeWithTheWayOut() throws IOException {
    pulumi.state("state", QUEUE);
    pulumi.fail("error: api error InvalidClientTokenId: The security token included in the request is invalid.");
    Call call = down();
    assertThat(call.exitCode()).isEqualTo(CliExit.UNAVAILABLE);
    assertThat(call.err()).contains("InvalidClientTokenId").contains("aws sts get-caller-identity").contains("AWS_PROFILE");
  }

  @Test
  void anUnknownStackAndAnEmptyOneAreTold() throws IOException {
    assertThat(down()).satisfies(call -> {
      assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
      assertThat(call.err()).contains("Pulumi knows no stack review-7");
    });
    pulumi.state("state");
    assertThat(down().out()).contains("nothing of stack review-7 is left");
    assertThat(pulumi.calls()).doesNotContain("destroy");
  }

  @Test
  void withoutThePulumiCliItSaysWhatIsMissing() {
    System.setProperty(PulumiProgram.PROPERTY, folder.resolve("nowhere").toString());
    Call call = down();
    assertThat(call.exitCode()).isEqualTo(CliExit.UNAVAILABLE);
    assertThat(call.err()).contains("needs the Pulumi CLI").contains("https://www.pulumi.com/docs/install");
  }

  @Test
  void theLocalCloudsProcessIsToldToEndAndWaitedFor() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sleep", "600").start();
    try {
      new LocalStackNote("localstack", URI.create("http://127.0.0.1:1"), Map.of(), ProcessIdentity.of(process.toHandle())).write(folder);
      Call call = Call.of("down");
      assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
      assertThat(call.out()).isEqualTo("nothing of stack localstack is left\n");
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whereNoLocalCloudRunsThereIsNothingToDo() throws IOException {
    Files.deleteIfExists(folder.resolve(".sluice").resolve("local.json"));
    Call call = Call.of("down");
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(call.err()).contains("no local cloud of this checkout runs");
  }

  private static Call down(String... more) {
    String[] arguments = new String[3 + more.length];
    System.arraycopy(new String[] {"down", "--stack", "review-7"}, 0, arguments, 0, 3);
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Call.of(arguments);
  }
}
