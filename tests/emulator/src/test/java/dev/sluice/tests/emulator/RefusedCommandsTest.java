package dev.sluice.tests.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tests.emulator.PulumiProject.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the CLI says where a command cannot work: each message names the way out. */
class RefusedCommandsTest {
  private static final String[] UP = {"up", "--yes", "--skip-preview", "--stack", PulumiProject.STACK};

  private static Tools tools;
  private Processes processes;

  @BeforeAll
  static void findTools() {
    tools = Tools.required();
  }

  @BeforeEach
  void makeFolder() {
    processes = new Processes();
  }

  @AfterEach
  void stop() throws IOException {
    processes.close();
  }

  @Test
  void aStackThatAnotherUpdateHoldsIsRefusedUntilTheLockIsCancelled() throws IOException {
    try (StubbornAws aws = StubbornAws.silent()) {
      PulumiProject project = PulumiProject.create(processes, tools, "locked", aws.endpoint());
      Processes.Running first = project.start(UP);
      Eventually.holds("the first update is in the middle of its work", aws::isCalled);

      Result second = project.run(UP);
      assertThat(second.exitCode()).isNotZero();
      assertThat(second.output()).contains("the stack is currently locked by 1 lock").contains("`pulumi cancel`");

      // A SIGKILL leaves the lock behind.
      first.process().kill();
      first.process().exit().join();
      assertThat(locks(project)).isEqualTo(1);
      assertThat(project.run(UP).output()).contains("the stack is currently locked");

      project.run("cancel", "--yes", "--stack", PulumiProject.STACK).orFail();
      assertThat(locks(project)).isZero();
      project.run("refresh", "--yes", "--skip-preview", "--stack", PulumiProject.STACK).orFail();
    }
  }

  @Test
  void aWrongOrMissingPassphraseIsNamed() throws IOException {
    PulumiProject project = PulumiProject.create(processes, tools, "passphrase", URI.create("http://127.0.0.1:1"));

    Result wrong = project.with("PULUMI_CONFIG_PASSPHRASE", "a guess").run("preview", "--stack", PulumiProject.STACK);
    assertThat(wrong.exitCode()).isNotZero();
    assertThat(wrong.output()).contains("incorrect passphrase");

    Result missing = project.without("PULUMI_CONFIG_PASSPHRASE").run("preview", "--stack", PulumiProject.STACK);
    assertThat(missing.exitCode()).isNotZero();
    assertThat(missing.output()).contains("passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE");
  }

  @Test
  void anEndpointWhereNothingAnswersIsRefusedBeforeAnythingIsDeclared() throws IOException {
    // A port that is never given to anybody.
    URI nobody = URI.create("http://127.0.0.1:1");
    PulumiProject project = PulumiProject.create(processes, tools, "nobody", nobody);

    Result preview = project.run("preview", "--stack", PulumiProject.STACK);

    assertThat(preview.exitCode()).isNotZero();
    assertThat(preview.output()).contains("AWS_ENDPOINT_URL is " + nobody + ", and nothing answers there").contains("start the emulator");
  }

  @Test
  void credentialsThatAwsDoesNotKnowAreNamed() throws IOException {
    try (StubbornAws aws = StubbornAws.refusing()) {
      PulumiProject project = PulumiProject.create(processes, tools, "credentials", aws.endpoint());
      project.configure(Map.of("aws:skipCredentialsValidation", "false"));

      Result preview = project.run("preview", "--stack", PulumiProject.STACK);

      assertThat(preview.exitCode()).isNotZero();
      assertThat(preview.output()).contains("InvalidClientTokenId").contains("The security token included in the request is invalid");
    }
  }

  @Test
  void missingCredentialsAreNamed() throws IOException {
    try (StubbornAws aws = StubbornAws.refusing()) {
      PulumiProject project = PulumiProject.create(processes, tools, "anonymous", aws.endpoint());
      project.run("config", "rm", "aws:accessKey", "--stack", PulumiProject.STACK).orFail();
      project.run("config", "rm", "aws:secretKey", "--stack", PulumiProject.STACK).orFail();

      Result preview = project.run("preview", "--stack", PulumiProject.STACK);

      assertThat(preview.exitCode()).isNotZero();
      assertThat(preview.output()).contains("No valid credential sources found").contains("providing credentials");
    }
  }

  @Test
  void textOfTheWrongTypeIsRefusedWithAllOtherProblemsAndWhatIsExpected() throws IOException {
    try (StubbornAws aws = StubbornAws.refusing()) {
      PulumiProject project = PulumiProject.create(processes, tools, "types", aws.endpoint());
      project.configure(Map.of("sluice:visibilityTimeout", "soon", "sluice:databaseStorage", "big", "sluice:alarms", "perhaps",
          "sluice:workerPools", "many"));

      Result preview = project.run("preview", "--stack", PulumiProject.STACK);

      assertThat(preview.exitCode()).isNotZero();
      assertThat(preview.output()).contains(
          "4 problem(s) in its configuration",
          "visibilityTimeout = \"soon\" is not usable: expected duration, such as 250ms, 15s, 5m, 2h, 1d",
          "databaseStorage = \"big\" is not usable: expected whole number",
          "alarms = \"perhaps\" is not usable: expected true or false",
          "workerPools is not usable", "expected list of worker pools");
      assertThat(aws.isCalled()).isFalse();
    }
  }

  @Test
  void aKeyThatNoProgramReadsIsRefusedWithTheNearestOne() throws IOException {
    try (StubbornAws aws = StubbornAws.refusing()) {
      PulumiProject project = PulumiProject.create(processes, tools, "typo", aws.endpoint());
      project.configure(Map.of("sluice:visibilityTimout", "1m"));

      Result preview = project.run("preview", "--stack", PulumiProject.STACK);

      assertThat(preview.exitCode()).isNotZero();
      assertThat(preview.output()).contains("visibilityTimout is not a key; did you mean visibilityTimeout?");
    }
  }

  private static long locks(PulumiProject project) {
    try (Stream<Path> files = Files.walk(project.locks())) {
      return files.filter(file -> file.toString().endsWith(".json")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
