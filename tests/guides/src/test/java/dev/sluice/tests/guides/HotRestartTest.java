package dev.sluice.tests.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./sluice up --jobs} as a user has it: a jar is run, and run anew when it is built anew. */
class HotRestartTest {
  private static final long PATIENCE_SECONDS = 180;
  private static final String INVOICE = "./sluice submit invoice '{\"customer\":\"Ada\",\"prices\":[2.5,4]}' --wait";

  @TempDir private Path folder;
  private Path checkout;
  private Path jar;
  private Shell shell;
  private Shell other;
  private Process up;
  private int builds;

  @BeforeEach
  void start() throws Exception {
    checkout = ScratchCheckout.make(folder).root();
    shell = new Shell(checkout, folder.resolve("terminal.log"));
    other = new Shell(checkout, folder.resolve("other-terminal.log"));
    jar = Files.write(folder.resolve("jobs.jar"), build("owes"));
    up = other.start("exec ./sluice up --jobs '" + jar + "'");
    await("coordinator: ");
  }

  @AfterEach
  void end() throws InterruptedException {
    up.destroy();
    up.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** The starter's jar, with other words in its code. */
  private byte[] build(String words) throws IOException {
    Path starter = checkout.resolve("runtime/examples/starter/src/main");
    Path work = Files.createDirectory(folder.resolve("build-" + builds++));
    Path source = work.resolve("Invoice.java");
    Files.writeString(source, Files.readString(starter.resolve("java/com/example/Invoice.java")).replace("owes", words));
    run("javac", "-proc:none", "--release", "17", "-d", work.resolve("classes").toString(),
        "-cp", checkout.resolve("images/target/images/lib/sluice-core.jar").toString(), source.toString());
    run("jar", "--create", "--file", work.resolve("jobs.jar").toString(), "-C", work.resolve("classes").toString(), ".",
        "-C", starter.resolve("resources").toString(), ".");
    return Files.readAllBytes(work.resolve("jobs.jar"));
  }

  private static void run(String tool, String... arguments) {
    assertThat(ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments)).as(tool).isZero();
  }

  private void await(String line) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!other.said().contains(line)) {
      assertThat(up.isAlive()).as("%s", other.said()).isTrue();
      assertThat(System.nanoTime()).as("not said within %s s: %s%n%s", PATIENCE_SECONDS, line, other.said()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private String said(String command) throws Exception {
    shell.mustSucceed(command);
    return shell.said();
  }

  @Test
  void aJarThatIsBuiltAnewIsRunAnewAndWhatRunsMeanwhileEndsWell() throws Exception {
    assertThat(other.said()).contains("with the jobs [invoice] of " + jar);
    assertThat(said(INVOICE)).contains("ADA owes 6.5");

    byte[] changed = build("shall pay");
    Files.write(jar, Arrays.copyOf(changed, changed.length / 2));
    await("only half of one");
    assertThat(said(INVOICE)).as("half a jar is not loaded").contains("ADA owes 6.5");

    Process running = new Shell(checkout, folder.resolve("running.log")).start("exec ./sluice submit fast '{\"timeScale\":0.3}' --wait");
    Files.write(jar, changed);
    await(jar + " has changed: coordinator and workers start again");
    await("coordinator and workers run the new jobs");
    assertThat(said(INVOICE)).contains("ADA shall pay 6.5");
    assertThat(running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).as("%s", Files.readString(folder.resolve("running.log"))).isZero();

    up.destroy();
    assertThat(up.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(other.said()).contains("nothing is left");
    assertThat(checkout.resolve(".sluice/images")).isEmptyDirectory();
  }
}
