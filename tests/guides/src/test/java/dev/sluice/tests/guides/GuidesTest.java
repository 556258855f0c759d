package dev.sluice.tests.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.sluice.tests.guides.WrittenCommand.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The pages are true as far as their commands go: each is run in a scratch checkout, in the order in which it stands there. */
class GuidesTest {
  /** This very build, and the demo that .ci/run tries in a fresh clone with nothing built. */
  private static final Map<String, Pattern> RUN_BY_CI =
      Map.of("mvn verify", Pattern.compile("mvn( -\\S+)* verify"), "./sluice demo", Pattern.compile("\\./sluice demo"));

  @TempDir private static Path folder;
  private static final List<Session> SESSIONS = new ArrayList<>();

  @AfterAll
  static void end() throws InterruptedException {
    for (Session session : SESSIONS) {
      session.end();
    }
  }

  @TestFactory
  Stream<DynamicNode> commandsDoWhatThePagesSay() throws IOException, InterruptedException {
    Path checkout = ScratchCheckout.make(folder).root();
    return Page.all().stream().filter(page -> page.commands().stream().anyMatch(GuidesTest::isRunHere)).map(page -> {
      Session session = new Session(checkout, folder);
      SESSIONS.add(session);
      Stream<DynamicNode> commands = page.commands().stream().filter(GuidesTest::isRunHere)
          .map(command -> dynamicTest(command.toString(), () -> session.type(command)));
      return dynamicContainer(page.file().toString(),
          Stream.concat(commands, Stream.of(dynamicTest("Ctrl-C leaves nothing", session::interrupt))));
    });
  }

  private static boolean isRunHere(WrittenCommand command) {
    return command.needs() == Needs.NOTHING && !RUN_BY_CI.containsKey(command.bare());
  }

  @Test
  void whatIsLeftToContinuousIntegrationIsRunThere() throws IOException {
    String script = Files.readString(Page.ROOT.resolve(".ci/run"));
    assertThat(RUN_BY_CI.values()).allSatisfy(command -> assertThat(command.matcher(script).find()).as("%s", command).isTrue());
  }

  @TestFactory
  Stream<DynamicNode> commandsThatNeedMoreThanThisMachineHaveAFormThatExists() throws IOException {
    return Page.all().stream().flatMap(page -> page.commands().stream().filter(command -> command.needs() != Needs.NOTHING)
        .map(command -> dynamicTest(page.file() + " " + command,
            () -> assertThat(CommandForm.complaint(command.bare())).isEmpty())));
  }

  @Test
  void theGuidesHaveCommandsOfBothKinds() throws IOException {
    List<Page> guides = Page.all().stream()
        .filter(page -> page.file().startsWith("docs/guides") && !page.commands().isEmpty()).toList();
    assertThat(guides).extracting(page -> page.file().getFileName().toString())
        .contains("infrastructure.md", "infrastructure-testing.md", "preview.md");
    assertThat(guides).allSatisfy(page -> assertThat(page.commands()).as("%s", page.file()).anyMatch(GuidesTest::isRunHere));
    assertThat(guides.stream().flatMap(page -> page.commands().stream()).map(WrittenCommand::needs)).contains(Needs.values());
  }

  @Test
  void aPageIsReadAsAReaderReadsIt() {
    Page page = Page.of(Path.of("page.md"), List.of("```sh", "# a remark", "./sluice preview \\", "  --stack dev   # exits 2", "```",
        "```java", "not a command", "```", "```sh account", "pulumi up", "```"));
    assertThat(page.commands()).hasSize(2);
    assertThat(page.commands().get(0).exitCode()).isEqualTo(2);
    assertThat(page.commands().get(0).bare()).isEqualTo("./sluice preview    --stack dev");
    assertThat(page.commands().get(1)).isEqualTo(new WrittenCommand("pulumi up", 10, Needs.ACCOUNT));
    assertThatThrownBy(() -> Page.of(Path.of("page.md"), List.of("    ./sluice preview"))).hasMessageContaining("outside a fence");
    assertThatThrownBy(() -> Page.of(Path.of("page.md"), List.of("```sh maybe"))).hasMessageContaining("account, emulator or nothing");
  }

  @Test
  void aFormThatDoesNotExistIsTold() throws IOException {
    assertThat(CommandForm.complaint("./sluice down --stack dev")).isEmpty();
    assertThat(CommandForm.complaint("./sluice down --stak dev")).hasValueSatisfying(told -> assertThat(told).contains("--stak"));
    assertThat(CommandForm.complaint("AWS_ENDPOINT_URL=http://127.0.0.1:4566 pulumi up --stack dev")).isEmpty();
    assertThat(CommandForm.complaint("pulumi deploy")).isPresent();
    assertThat(CommandForm.complaint("pulumi up --fast")).isPresent();
    assertThat(CommandForm.complaint("mvn verify -Pnothing")).isPresent();
    assertThat(CommandForm.complaint("tests/emulator/instal")).isPresent();
  }
}
