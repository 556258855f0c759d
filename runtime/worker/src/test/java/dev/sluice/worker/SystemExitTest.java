package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.RunId;
import dev.sluice.worker.TestJobs.Single;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An op that calls System.exit ends its worker, and not one worker after the other. */
@Timeout(60)
class SystemExitTest {
  @Test
  void anOpThatCallsExitFailsForGood() throws Exception {
    Process worker = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), Exiting.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output.lines()).last().asString().isEqualTo("FAILED after 1: CalledExit, drained: true");
    assertThat(worker.waitFor()).isEqualTo(3);
  }

  /** A worker that drains when it is ended, as a service does. */
  static final class Exiting {
    private Exiting() {}

    public static void main(String[] arguments) throws InterruptedException {
      Rig rig = new Rig(Single.of((input, context) -> {
        System.exit(3);
        return input;
      }));
      Rig.Hand hand = rig.start("w1", 1);
      CompletableFuture<RunId> run = new CompletableFuture<>();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        boolean drained = hand.worker().drain(Duration.ofMinutes(1));
        IdempotencyRecord op = rig.op(run.join(), "only");
        System.out.println(op.state() + " after " + op.attempt() + ": " + op.cause().type() + ", drained: " + drained);
      }));
      run.complete(rig.submit("single", "{\"text\":\"in\"}"));
      Thread.currentThread().join();
    }
  }
}
