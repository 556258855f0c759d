package dev.sluice.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.cli.Call;
import dev.sluice.cli.CliExit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A submit that waits while the coordinator comes and goes. */
class RunEndTest {
  private static final String RUN = "01234567-89ab-7def-8123-456789abcdef";
  private static final String ENDED = "{\"runId\":\"" + RUN + "\",\"job\":\"hello\",\"status\":\"SUCCEEDED\",\"output\":7}";
  private static final int HANGS_UP = 0;

  /** How results are answered, one after the other; the last one stays. */
  private final Queue<Integer> answers = new ArrayDeque<>();
  private HttpServer coordinator;

  @BeforeEach
  void start() throws IOException {
    coordinator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    coordinator.createContext("/v1/runs", exchange -> answer(exchange, 201, "{\"runId\":\"" + RUN + "\",\"created\":true}"));
    coordinator.createContext("/v1/runs/" + RUN + "/result", exchange -> {
      int status = answers.size() > 1 ? answers.remove() : answers.element();
      if (status == HANGS_UP) {
        exchange.close();
      } else {
        answer(exchange, status, status == 200 ? ENDED : "{\"status\":" + status
            + ",\"code\":\"store-unavailable\",\"title\":\"t\",\"type\":\"t\",\"detail\":\"the database does not answer\",\"errors\":[]}");
      }
    });
    coordinator.start();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @AfterEach
  void stop() {
    coordinator.stop(0);
  }

  private Call submit(List<Integer> statuses, String timeout) {
    answers.addAll(statuses);
    return Call.of("submit", "hello", "--wait", "--timeout", timeout, "--url", "http://127.0.0.1:" + coordinator.getAddress().getPort());
  }

  @Test
  void outlastsACoordinatorThatIsAwayForAWhile() {
    Call call = submit(List.of(503, HANGS_UP, 200), "1m");
    assertThat(call.exitCode()).as(call.err()).isEqualTo(CliExit.DONE);
    assertThat(call.out().strip()).isEqualTo("7");
    assertThat(call.err()).containsOnlyOnce("asking on");
  }

  @Test
  void saysThatTheRunGoesOnWhenTheTimeIsOver() {
    Call call = submit(List.of(503), "1s");
    assertThat(call.exitCode()).isEqualTo(CliExit.UNAVAILABLE);
    assertThat(call.err()).contains("the database does not answer").contains("the run goes on: see 'sluice run show " + RUN + "'");
  }

  @Test
  void endsAtARefusal() {
    Call call = submit(List.of(404), "1m");
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).doesNotContain("asking on");
  }
}
