package dev.sluice.localstack.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A service that speaks AWS's REST protocol with XML: method, path and query say what is asked; signatures name the service. */
@FunctionalInterface
public interface RestService {
  /**
   * Answers one request; called from many threads at once.
   *
   * @throws AwsError if the request is refused
   */
  Answer answer(Call call) throws IOException;

  /**
   * A request.
   *
   * @param path decoded, beginning with a slash
   * @param query decoded, by name
   * @param headers by name in small letters
   */
  record Call(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
    /** Returns the value of a header, its name in small letters. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /** A status of HTTP, headers and a body. */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    /** Answers with a document. */
    public static Answer xml(String document) {
      return new Answer(200, Map.of("Content-Type", "application/xml"), document.getBytes(StandardCharsets.UTF_8));
    }
  }
}
