package dev.sluice.core.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A problem document (RFC 9457): why a request was not done, and what to do next.
 *
 * @param type identifies the kind of problem; derived from {@code code}
 * @param title the kind of problem in a few words
 * @param status the HTTP status
 * @param detail what was wrong with this request
 * @param code stable name of the kind of problem; an extension of ours, as the RFC allows
 * @param errors what is wrong in each place of the request; empty if it is wrong as a whole
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {
  /** What the type of each of our problems begins with. */
  public static final String TYPE_PREFIX = "urn:sluice:problem:";

  /** The media type of a problem document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  // Jackson hands over null for what another server's document lacks.
  @SuppressWarnings("ConstantValue")
  public Problem {
    type = type == null ? "about:blank" : type;
    title = title == null ? "" : title;
    detail = detail == null ? title : detail;
    code = code == null ? "" : code;
    errors = errors == null ? List.of() : List.copyOf(errors);
  }
}
