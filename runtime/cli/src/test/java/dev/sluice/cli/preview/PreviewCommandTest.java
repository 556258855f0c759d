package dev.sluice.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.cli.Call;
import dev.sluice.cli.CliExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewCommandTest {
  @TempDir Path folder;

  @Test
  void aStackIsShownAsATree() {
    Call call = Call.of("preview", "--stack", "prod");
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(call.out()).startsWith("stack prod in eu-central-1: ")
        .contains("├─ database  sluice:database:Database\n").contains("└─ database  rds.Instance  [protected]\n")
        .contains("ecs.Service  [ignores changes of desiredCount]");
  }

  @Test
  void jsonHasEveryInputAndNoSecret() throws IOException {
    JsonNode document = JsonMapper.builder().build().readTree(Call.of("preview", "--stack", "prod", "--format", "json").out());
    assertThat(document.path("resources")).anySatisfy(resource -> {
      assertThat(resource.path("type").asText()).isEqualTo("aws:rds/instance:Instance");
      assertThat(resource.path("inputs").path("password").asText()).isEqualTo("[secret]");
      assertThat(resource.path("inputs").path("instanceClass").asText()).startsWith("db.");
    });
  }

  @Test
  void aDumpComparesWithItselfAsNoChange() {
    String dump = folder.resolve("prod.json").toString();
    assertThat(Call.of("preview", "--stack", "prod", "--dump", dump).exitCode()).isEqualTo(CliExit.DONE);
    assertThat(Call.of("preview", "--stack", "prod", "--against-file", dump).out()).contains("nothing changes");
  }

  @Test
  void textTellsWhatChangesAndWhatIsLost() throws IOException {
    Call call = compare("text");
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(call.out()).isEqualTo("""
        stack prod in eu-central-1, against before.json
        ~ sqs.Queue jobs  updated
            visibilityTimeoutSeconds: 30 → 60
        + sqs.Queue bulk  created
        ± rds.Instance database  replaced because of dbName
            DATA LOSS: every run, op, event and schedule in the database; a final snapshot is taken: sluice-final
            Pulumi will refuse: it is protected
            dbName: sluice → other|```  (forces replacement)
        - cloudwatch.LogGroup old  deleted
            DATA LOSS: the logs in /sluice/old
        outputs
            SLUICE_DATABASE_URL: ${rds.Instance:database.address} → known after the update
        1 created, 1 updated, 1 replaced, 1 deleted, 0 unchanged
        ${type:name.property} stands for a value that only AWS knows.

        DATA LOSS
          rds.Instance database is replaced, and with it goes every run, op, event and schedule in the database; a final snapshot is taken: sluice-final
          cloudwatch.LogGroup old is deleted, and with it goes the logs in /sluice/old
        """);
  }

  @Test
  void markdownIsReadyForAPullRequest() throws IOException {
    Call call = compare("markdown");
    assertThat(call.out()).isEqualTo(Files.readString(Path.of("src", "test", "resources", "preview.md")));
  }

  @Test
  void jsonSaysTheSameToPrograms() throws IOException {
    JsonNode document = JsonMapper.builder().build().readTree(compare("json").out());
    assertThat(document.path("diff").path("dataLoss").asBoolean()).isTrue();
    assertThat(document.path("diff").path("counts").path("replace").asInt()).isEqualTo(1);
    assertThat(document.path("diff").path("changes")).anySatisfy(change -> {
      assertThat(change.path("name").asText()).isEqualTo("database");
      assertThat(change.path("refused").asBoolean()).isTrue();
      assertThat(change.path("properties").path(0).path("forcesReplacement").asBoolean()).isTrue();
    });
  }

  @Test
  void overBudgetExitsWithOneAndTheSentence() throws IOException {
    String file = SmallStacks.before(folder).toString();
    Call within = Call.of("preview", "--from-file", file, "--budget", "30");
    assertThat(within.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(within.out()).contains("idle month: 29.75 USD").contains("within budget: 29.75 USD an idle month, 0.25 USD less than 30 USD");
    Call over = Call.of("preview", "--from-file", file, "--budget", "20");
    assertThat(over.exitCode()).isEqualTo(CliExit.CHECK_FAILED);
    assertThat(over.err()).contains("over budget: 29.75 USD an idle month, 9.75 USD more than 20 USD");
  }

  @Test
  void thePriceOfAChangeIsToldBesideTheFormer() throws IOException {
    Call call = Call.of("preview", "--from-file", SmallStacks.after(folder).toString(),
        "--against-file", SmallStacks.before(folder).toString(), "--price");
    assertThat(call.out()).contains("idle month: 29.75 → 29.75 USD").contains("list prices of ").contains("source: aws.amazon.com/rds");
  }

  @Test
  void whatCannotBePricedOrReadIsRefusedByName() throws IOException {
    Path other = Files.writeString(folder.resolve("other.json"),
        Files.readString(SmallStacks.before(folder)).replace("eu-central-1", "mars-north-1"));
    assertThat(Call.of("preview", "--from-file", other.toString(), "--price")).satisfies(call -> {
      assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
      assertThat(call.err()).contains("no prices for region mars-north-1");
    });
    assertThat(Call.of("preview", "--from-file", other.toString(), "--budget", "lots").err()).contains("--budget = \"lots\": expected an amount");
    assertThat(Call.of("preview", "--from-file", "nowhere.json").err()).contains("there is no file nowhere.json");
    assertThat(Call.of("preview", "--from-file", "pom.xml").err()).contains("pom.xml is no dump of a stack");
    assertThat(Call.of("preview", "--stack", "nowhere").err()).contains("Pulumi.nowhere.yaml is missing");
    assertThat(Call.of("preview", "--format", "pdf").exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(Call.of("preview", "--against", "a", "--against-file", "b").exitCode()).isEqualTo(CliExit.USAGE);
  }

  private Call compare(String format) throws IOException {
    return Call.of("preview", "--from-file", SmallStacks.after(folder).toString(),
        "--against-file", SmallStacks.before(folder).toString(), "--format", format);
  }
}
