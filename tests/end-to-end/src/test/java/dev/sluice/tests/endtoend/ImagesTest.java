package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The four images as the build leaves them, and what makes them ones of a registry. */
class ImagesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"coordinator", "worker", "autoscaler", "simulator"})
  void eachEntryPointAnswersHelpWithZero(String service) throws Exception {
    Path image = Checkout.IMAGES.resolve(service);
    JsonNode description = JSON.readTree(image.resolve("image.json").toFile());
    List<String> command = new ArrayList<>();
    description.path("Entrypoint").forEach(word -> command.add(word.asText()));
    command.add("--help");
    Path said = folder.resolve("said");
    int exitCode = new ProcessBuilder(command).directory(image.resolve(description.path("WorkingDir").asText()).toFile())
        .redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
    assertThat(exitCode).as("%s", Files.readString(said)).isZero();
    assertThat(said).content().contains("SLUICE_LOG_LEVEL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"coordinator", "worker", "autoscaler", "simulator"})
  void theDockerfileStartsWhatTheLocalCloudStarts(String service) throws IOException {
    Matcher stage = Pattern.compile("FROM base AS " + service + "\nENTRYPOINT (\\[.*])")
        .matcher(Files.readString(Checkout.ROOT.resolve("images/Dockerfile")));
    assertThat(stage.find()).isTrue();
    assertThat(JSON.readTree(stage.group(1)))
        .isEqualTo(JSON.readTree(Checkout.IMAGES.resolve(service).resolve("image.json").toFile()).path("Entrypoint"));
  }

  /** The machines of the workflows have processors of one kind, and nothing that emulates the others. */
  @Test
  void nothingRunsOnTheProcessorsThatAnImageIsForWhenItIsBuilt() throws IOException {
    String dockerfile = Files.readString(Checkout.ROOT.resolve("images/Dockerfile"));
    assertThat(dockerfile.split("(?m)^(?=FROM )")).filteredOn(stage -> stage.contains("\nRUN ")).singleElement().asString()
        .startsWith("FROM --platform=$BUILDPLATFORM eclipse-temurin:17-jre AS made\n");
    assertThat(dockerfile).as("an image has only files of it").contains("\nFROM eclipse-temurin:17-jre AS base\n")
        .doesNotContain("FROM made");
  }

  /** What the starter's Dockerfile adds to an image is on the class path of whoever runs or plans jobs. */
  @ParameterizedTest
  @ValueSource(strings = {"coordinator", "worker"})
  void aJarIsAddedToAnImageByOneLine(String service) throws IOException {
    Matcher line = Pattern.compile("FROM \\$\\{IMAGE}\nCOPY target/jobs\\.jar (\\w+)/\n")
        .matcher(Files.readString(Checkout.ROOT.resolve("runtime/examples/starter/Dockerfile")));
    assertThat(line.find()).isTrue();
    JsonNode description = JSON.readTree(Checkout.IMAGES.resolve(service).resolve("image.json").toFile());
    List<String> command = new ArrayList<>();
    description.path("Entrypoint").forEach(word -> command.add(word.asText()));
    assertThat(command.get(command.indexOf("-cp") + 1).split(":")).contains(line.group(1) + "/*");
    assertThat(Files.readString(Checkout.ROOT.resolve("images/Dockerfile"))).as("a relative path is one in the folder of the class path")
        .containsOnlyOnce("WORKDIR").contains("WORKDIR /sluice\n", "COPY jobs jobs\n");
  }

  /** With programs that only play: what is called, in which order, and that a tag that is there is left alone. */
  @ParameterizedTest
  @CsvSource({"exit 1, sluice-dev, exit 1, linux/amd64", "echo shop, shop, echo ARM64, linux/arm64"})
  void pushMakesTheRepositoriesAndThenPushesWhatIsNotThere(String namePrefix, String repositories, String architecture, String platform)
      throws Exception {
    Path script = Files.createDirectories(folder.resolve("checkout/images")).resolve("push");
    Files.copy(Checkout.ROOT.resolve("images/push"), script, StandardCopyOption.COPY_ATTRIBUTES);
    var programs = new PlayedPrograms(folder);
    programs.play("mvn", "");
    programs.play("pulumi", "case $* in *'config get sluice:namePrefix'*) " + namePrefix + ";; *'config get sluice:architecture'*) "
        + architecture + ";; *'config get aws:region'*) echo eu-west-1;; esac");
    programs.play("aws", "case $* in *get-caller-identity*) echo 123456789012;; *describe-images*worker*) ;; *describe-images*) exit 1;; esac");
    programs.play("docker", "case $* in *--password-stdin*) cat > /dev/null;; esac");
    assertThat(programs.run(script.toString(), "dev", "c0ffee")).as("%s", programs.said()).isZero();

    String registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/" + repositories + "/";
    assertThat(programs.calls()).containsSubsequence(
        "mvn -B -q -DskipTests -pl images,infra -am package",
        "pulumi up --stack dev --yes --skip-preview --target **sluice:compute:Images**",
        "docker login --username AWS --password-stdin 123456789012.dkr.ecr.eu-west-1.amazonaws.com",
        "docker build --platform " + platform + " --target coordinator --tag " + registry
            + "coordinator:c0ffee --file images/Dockerfile images/target/images",
        "docker push " + registry + "coordinator:c0ffee",
        "docker push " + registry + "simulator:c0ffee")
        .noneMatch(call -> call.startsWith("docker") && call.contains("worker:c0ffee"));
  }
}
