package dev.sluice.examples.style;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;

/**
 * What a web server answered.
 *
 * @param status HTTP status
 * @param letters length of its body
 */
public record Page(int status, int letters) {
  /**
   * Where to ask.
   *
   * @param url of the page
   */
  public record Address(String url) {
    HttpRequest request() {
      return HttpRequest.newBuilder(URI.create(url)).build();
    }
  }

  /** Made when it is first asked for, since a coordinator reads the jobs too, and fetches nothing. */
  static final class Web {
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Web() {}
  }
}
