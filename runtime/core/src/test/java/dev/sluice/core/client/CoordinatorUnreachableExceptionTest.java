package dev.sluice.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.Test;

class CoordinatorUnreachableExceptionTest {
  private static final URI ADDRESS = URI.create("http://127.0.0.1:8080");

  @Test
  void whoeverCannotConnectIsAskedWhetherTheStackIsUp() {
    assertThat(message(new ConnectException())).isEqualTo(
        "coordinator not reachable at http://127.0.0.1:8080: is the stack up? (ConnectException)");
    assertThat(message(new HttpConnectTimeoutException("timed out"))).contains("is the stack up?");
    assertThat(message(new IOException("reset"))).contains("is the stack up? (IOException: reset)");
  }

  @Test
  void aRequestThatWasSentMayHaveBeenDone() {
    assertThat(message(new HttpTimeoutException("timed out"))).isEqualTo(
        "the coordinator at http://127.0.0.1:8080 did not answer in time; whether it did what it was asked is not known");
    assertThat(message(new InterruptedException())).isEqualTo(
        "interrupted while the coordinator at http://127.0.0.1:8080 was asked; whether it did what it was asked is not known");
  }

  private static String message(Exception cause) {
    return new CoordinatorUnreachableException(ADDRESS, cause).getMessage();
  }
}
