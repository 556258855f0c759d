package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmulatorEndpointTest {
  @Test
  void withoutAnEmulatorNothingIsAsked() {
    assertThatCode(() -> EmulatorEndpoint.check(Map.of())).doesNotThrowAnyException();
  }

  @Test
  void anyAnswerIsASignOfLife() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    try {
      assertThatCode(() -> EmulatorEndpoint.check(named("http://127.0.0.1:" + server.getAddress().getPort())))
          .doesNotThrowAnyException();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aDeadEndpointIsRefusedWithTheWayOut() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThatThrownBy(() -> EmulatorEndpoint.check(named("http://127.0.0.1:" + free)))
        .isInstanceOf(UnreachableEmulatorException.class)
        .hasMessageContaining("AWS_ENDPOINT_URL is http://127.0.0.1:" + free)
        .hasMessageContaining("start the emulator");
  }

  @Test
  void anEndpointThatTakesCallsAndNeverAnswersIsRefusedToo() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmulatorEndpoint.check(named("http://127.0.0.1:" + mute.getLocalPort()), Duration.ofMillis(200)))
          .isInstanceOf(UnreachableEmulatorException.class)
          .hasMessageContaining("nothing answers there")
          .hasMessageContaining("start the emulator");
    }
  }

  @Test
  void anAddressThatIsNoneIsRefusedTheSameWay() {
    assertThatThrownBy(() -> EmulatorEndpoint.check(named("localhost:4566")))
        .isInstanceOf(UnreachableEmulatorException.class)
        .hasMessageContaining("AWS_ENDPOINT_URL is localhost:4566");
  }

  private static Map<String, String> named(String address) {
    return Map.of("AWS_ENDPOINT_URL", address);
  }
}
