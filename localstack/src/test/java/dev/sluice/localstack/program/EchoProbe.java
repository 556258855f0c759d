package dev.sluice.localstack.program;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** The health check of {@link EchoService}. */
public final class EchoProbe {
  private EchoProbe() {}

  public static void main(String[] arguments) throws IOException {
    URI address = URI.create("http://127.0.0.1:" + System.getenv("HTTP_PORT") + "/healthz");
    System.exit(((HttpURLConnection) address.toURL().openConnection()).getResponseCode() == 200 ? 0 : 1);
  }
}
