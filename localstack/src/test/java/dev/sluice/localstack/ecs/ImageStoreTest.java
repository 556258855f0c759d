package dev.sluice.localstack.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageStoreTest {
  @ParameterizedTest
  @CsvSource({
    "worker, worker",
    "worker:1.2, worker",
    "registry.example:5000/team/worker:1.2, worker",
    "123.dkr.ecr.eu-central-1.amazonaws.com/team/worker@sha256:abc, worker",
    "registry.example:5000/worker:1@sha256:abc, worker"
  })
  void theLastPartOfAReferenceNamesTheFolder(String reference, String folder) {
    assertThat(ImageStore.nameOf(reference)).isEqualTo(folder);
  }

  @Test
  void anImageSaysHowItIsStarted(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("worker"));
    Files.writeString(folder.resolve("worker/image.json"),
        "{\"Entrypoint\":[\"java\"],\"Cmd\":[\"Main\"],\"Env\":[\"A=b=c\",\"EMPTY=\"],\"WorkingDir\":\"..\"}");
    Image image = new ImageStore(folder).find("any/worker:1");
    assertThat(image.entryPoint()).containsExactly("java");
    assertThat(image.command()).containsExactly("Main");
    assertThat(image.environment()).containsEntry("A", "b=c").containsEntry("EMPTY", "");
    assertThat(image.workingFolder()).isEqualTo(folder);
  }

  @Test
  void anImageThatIsNotThereIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> new ImageStore(folder).find("any/worker:1")).isInstanceOf(ImageNotFoundException.class)
        .hasMessageContainingAll("any/worker:1", "Build the images first");
  }
}
