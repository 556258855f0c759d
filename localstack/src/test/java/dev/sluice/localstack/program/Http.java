package dev.sluice.localstack.program;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks the echo service. */
public final class Http {
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Http() {}

  public static HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  public static HttpResponse<String> put(String address, String body) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(URI.create(address)).PUT(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Returns the variables that the service on this port sees. */
  public static Map<String, String> environment(int port) throws IOException, InterruptedException {
    Map<String, String> variables = new LinkedHashMap<>();
    get("http://127.0.0.1:" + port + "/env").body().lines().forEach(line -> {
      String[] pair = line.split("=", 2);
      variables.put(pair[0], pair.length > 1 ? pair[1] : "");
    });
    return variables;
  }
}
