package dev.sluice.localstack.gateway;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** The older AWS protocol: {@code Action=...} in a form or an address, XML in the answer. */
final class QueryProtocol {
  private QueryProtocol() {}

  static Optional<String> actionOf(String body, URI address) {
    return Stream.of(body, Optional.ofNullable(address.getRawQuery()).orElse(""))
        .flatMap(form -> Stream.of(form.split("&")))
        .filter(field -> field.startsWith("Action="))
        .map(field -> URLDecoder.decode(field.substring("Action=".length()), StandardCharsets.UTF_8))
        .findFirst();
  }

  static byte[] error(AwsError error) {
    String message = String.valueOf(error.getMessage()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return ("<ErrorResponse><Error><Type>Sender</Type><Code>" + error.code() + "</Code><Message>" + message
        + "</Message></Error><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>")
            .getBytes(StandardCharsets.UTF_8);
  }
}
