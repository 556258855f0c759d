package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told to a person who mistypes. */
class MisuseTest {
  private static final String RUN = "00000000-0000-7000-8000-000000000000";

  @TempDir Path folder;

  @Test
  void aMistypedVerbIsAnsweredWithTheNearest() {
    Call call = Call.of("sumbit", "hello");
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).contains("submit").contains("See 'sluice --help'");
  }

  @Test
  void noVerbIsToldToNameOne() {
    assertThat(Call.of().err()).contains("name a command");
    assertThat(Call.of("run").err()).contains("name a command").contains("See 'sluice run --help'");
  }

  @Test
  void anUnknownJobIsRefusedWithTheKnownOnes() {
    try (TestCoordinator coordinator = new TestCoordinator()) {
      Call call = Call.of("submit", "helo", "--url", coordinator.uri().toString());
      assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
      assertThat(call.err()).contains("did you mean \"hello\"?");
    }
  }

  @Test
  void inputThatIsNoJsonIsRefusedBeforeAnythingIsSent() {
    Call call = Call.of("submit", "hello", "{name:", "--url", "http://127.0.0.1:1");
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).contains("the input is not JSON");
  }

  @Test
  void emptyInputIsNotTakenForNull() throws IOException {
    InputStream in = System.in;
    try {
      System.setIn(InputStream.nullInputStream());
      Call piped = Call.of("run", "signal", RUN, "approve", "-", "--url", "http://127.0.0.1:1");
      assertThat(piped.exitCode()).isEqualTo(CliExit.USAGE);
      assertThat(piped.err()).contains("the input is empty, nothing came on standard input: give JSON");
    } finally {
      System.setIn(in);
    }
    Path empty = Files.createFile(folder.resolve("empty.json"));
    Call fork = Call.of("run", "fork", RUN, "--from", "greet", "--input", "@" + empty, "--url", "http://127.0.0.1:1");
    assertThat(fork.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(fork.err()).contains("the input is empty: give JSON");
    assertThat(Call.of("submit", "hello", " ", "--url", "http://127.0.0.1:1").err()).contains("the input is empty: give JSON");
  }

  @Test
  void inputThatIsNotUtf8IsRefusedAndNotMended() throws IOException {
    Path latin = Files.write(folder.resolve("latin.json"), "{\"name\":\"J\u00fcrgen\"}".getBytes(StandardCharsets.ISO_8859_1));
    Call call = Call.of("submit", "hello", "@" + latin, "--url", "http://127.0.0.1:1");
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).contains("the input is not JSON: Invalid UTF-8");
  }

  @Test
  void aForkOfNullInputIsRefusedSinceItWouldKeepTheRuns() {
    Call call = Call.of("run", "fork", RUN, "--from", "greet", "--input", "null", "--url", "http://127.0.0.1:1");
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).contains("--input null says no more than no --input, which keeps the run's");
  }

  @Test
  void aCoordinatorThatIsNotThereIsUnavailable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Call call = Call.of("jobs", "--url", "http://127.0.0.1:" + port);
    assertThat(call.exitCode()).isEqualTo(CliExit.UNAVAILABLE);
    assertThat(call.err()).contains("is the stack up?").doesNotContain("\tat ");
  }

  @Test
  void addressesIdsLimitsAndFilesThatCannotBeAreRefusedByName() {
    assertThat(Call.of("jobs", "--url", "localhost:80")).satisfies(call -> {
      assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
      assertThat(call.err()).contains("--url = \"localhost:80\" is not usable");
    });
    assertThat(Call.of("run", "show", "7").err()).contains("a run id is a UUID");
    assertThat(Call.of("run", "signal", RUN, "Approve", "true", "--url", "http://127.0.0.1:1")).satisfies(call -> {
      assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
      assertThat(call.err()).contains("an op key matches").contains("got \"Approve\"").doesNotContain("\tat ");
    });
    assertThat(Call.of("jobs", "--url", "http://127.0.0.1:99999").err()).contains("--url = \"http://127.0.0.1:99999\" is not usable");
    assertThat(Call.of("demo", "--fast", "-1").err()).contains("--fast, --slow and --time-scale are numbers of 0 or more");
    assertThat(Call.of("bench", "--rounds", "0").err()).contains("--runs, --singles and --rounds are whole numbers of 1 or more");
    assertThat(Call.of("dead-letters", "list", "--older-than", "PT-5S").err()).contains("\"PT-5S\": expected duration, such as");
    assertThat(Call.of("run", "list", "--limit", "0").err()).contains("limit must be 1 to 1000, got 0");
    assertThat(Call.of("verify", "nowhere.jsonl").err()).contains("there is no file nowhere.jsonl");
    assertThat(Call.of("submit", "hello", "@nowhere.json", "--url", "http://127.0.0.1:1").err()).contains("there is no file nowhere.json");
    assertThat(Call.of("submit", "hello", "--wait", "--timeout", "soon").err()).contains("\"soon\": expected duration, such as");
  }

  @Test
  void everyVerbHasHelp() {
    everyVerb(SluiceCommand.commandLine(), "");
  }

  private static void everyVerb(picocli.CommandLine command, String path) {
    command.getSubcommands().forEach((name, verb) -> {
      if (!name.equals("help")) {
        String[] words = (path + name + " --help").split(" ");
        Call call = Call.of(words);
        assertThat(call.exitCode()).as(path + name).isEqualTo(CliExit.DONE);
        assertThat(call.out()).as(path + name).startsWith("Usage: sluice " + path + name);
        assertThat(verb.getCommandSpec().usageMessage().description()).as(path + name).isNotEmpty();
        everyVerb(verb, path + name + " ");
      }
    });
  }
}
