package dev.sluice.adapters.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.core.api.ApiJson;
import java.io.IOException;

/** JSON in and out of requests, with the problem documents that refuse what is not JSON. */
final class HttpJson {
  private static final JsonMapper JSON = ApiJson.mapper();

  private HttpJson() {}

  static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own documents are always writable", e);
    }
  }

  static JsonNode read(byte[] body) {
    if (body.length == 0) {
      throw new ProblemException(HttpProblem.MALFORMED_JSON, "the request has no body, this path wants JSON");
    }
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      String what = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
      throw new ProblemException(HttpProblem.MALFORMED_JSON, "the body cannot be read" + where + ": " + what);
    } catch (IOException e) {
      throw new ProblemException(HttpProblem.MALFORMED_JSON, "the body is in no encoding that JSON allows: " + e.getMessage());
    }
  }
}
