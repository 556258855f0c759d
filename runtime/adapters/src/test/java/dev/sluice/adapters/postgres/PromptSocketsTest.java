package dev.sluice.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class PromptSocketsTest {
  /** Has nothing to read, and is not to be waited for. */
  private static final InputStream EMPTY = new InputStream() {
    @Override
    public int read() {
      throw new AssertionError("a read that would wait");
    }
  };

  @Test
  void aLookThatFindsNothingDoesNotWait() {
    InputStream look = new PromptSockets.Prompt(EMPTY, () -> 1);
    assertThatThrownBy(look::read).isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> look.read(new byte[8], 0, 8)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void aLookReadsWhatIsThere() throws IOException {
    InputStream look = new PromptSockets.Prompt(new ByteArrayInputStream(new byte[] {5, 6}), () -> 1);
    assertThat(look.read()).isEqualTo(5);
    assertThat(look.read(new byte[8], 0, 8)).isEqualTo(1);
  }

  @Test
  void everyOtherReadWaits() {
    for (int patience : new int[] {0, 2, 10_000}) {
      assertThatThrownBy(() -> new PromptSockets.Prompt(EMPTY, () -> patience).read()).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void theSocketTellsItsPatience() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); Socket socket = new PromptSockets().createSocket()) {
      socket.connect(server.getLocalSocketAddress());
      try (Socket other = server.accept()) {
        socket.setSoTimeout(1);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class).hasMessage("nothing there");
        other.getOutputStream().write(7);
        socket.setSoTimeout(0);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
      }
    }
  }
}
