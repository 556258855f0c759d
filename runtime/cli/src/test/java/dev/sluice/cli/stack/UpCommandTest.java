package dev.sluice.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Call;
import dev.sluice.cli.CliExit;
import dev.sluice.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {
  private static final URI COORDINATOR = URI.create("http://127.0.0.1:1234");
  @TempDir Path root;

  @BeforeEach
  void standIn() {
    System.setProperty(ProjectRoot.PROPERTY, root.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(ProjectRoot.PROPERTY);
  }

  @Test
  void aSecondOneOfACheckoutIsRefusedBeforeAnythingIsDone() throws IOException {
    LocalStackNote first = LocalStackNote.ofThisProcess("localstack", COORDINATOR, Map.of());
    first.write(root);
    Call call = Call.of("up");
    assertThat(call.exitCode()).isEqualTo(CliExit.UNAVAILABLE);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).isEqualTo("sluice: a local cloud of this checkout is up already (process " + first.pid() + ", " + COORDINATOR
        + "): use it, or call sluice down first\n");
    assertThat(LocalStackNote.read(root)).contains(first);
  }

  @Test
  void theNoteOfAProcessThatIsGoneIsNoObstacle() throws IOException {
    ProcessIdentity gone = new ProcessIdentity(ProcessHandle.current().pid(), "ticks:1");
    new LocalStackNote("localstack", COORDINATOR, Map.of(), gone).write(root);
    assertThat(Call.of("up").err()).contains("the images are not built").doesNotContain("up already");
  }
}
