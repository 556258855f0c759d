package dev.sluice.core.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes and reads the details of events, so that every store leaves the same history. */
public final class EventDetails {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String OUTPUT = "{\"output\":\"";
  private static final String INPUTS = "{\"inputs\":\"";
  private static final String END = "\"}";

  private EventDetails() {}

  /**
   * The detail of {@link EventType#RUN_SUBMITTED}: which ops the run has, and what each waits for.
   *
   * @param job name of the job
   * @param ops upstream keys by op key
   * @param limited keys of the ops that become ready only when they are admitted; null in old histories, for none
   * @param bounded keys of the ops that a claim may pass over for their concurrency key; null for none
   */
  public record Submitted(
      String job, Map<String, List<String>> ops,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<String> limited,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<String> bounded) {}

  /** Writes the detail of {@link EventType#RUN_SUBMITTED}. */
  public static String submitted(RunRequest request) {
    List<String> limited = request.ops().stream().filter(OpPlan::isLimited).map(OpPlan::opKey).toList();
    if (request.ops().size() == 1 && limited.isEmpty()) {
      // The commonest run by far; op keys and job names need no escaping.
      OpPlan op = request.ops().get(0);
      return "{\"job\":\"" + request.jobName() + "\",\"ops\":{\"" + op.opKey() + "\":[]}"
          + (op.isBounded() ? ",\"bounded\":[\"" + op.opKey() + "\"]}" : "}");
    }
    Map<String, List<String>> ops = new LinkedHashMap<>();
    request.ops().forEach(op -> ops.put(op.opKey(), op.upstream()));
    List<String> bounded = request.ops().stream().filter(OpPlan::isBounded).map(OpPlan::opKey).toList();
    return write(new Submitted(request.jobName(), ops, limited, bounded));
  }

  /** Reads the detail of {@link EventType#RUN_SUBMITTED}. */
  public static Submitted readSubmitted(String detail) {
    try {
      return JSON.readValue(detail, Submitted.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the detail of a RUN_SUBMITTED event: " + detail, e);
    }
  }

  /** Writes the detail of a failure: type and message, and the pause before the next attempt if there is one. */
  public static String failure(Cause cause, Duration pause) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("type", cause.type());
    detail.put("message", cause.message());
    if (!pause.isZero()) {
      detail.put("pause", pause.toString());
    }
    return write(detail);
  }

  /** The detail of an {@link EventType#OP_READY} that may start only later: a rate limit says when. */
  public static final String READY_LATER = "{\"later\":true}";

  /** Writes the detail of {@link EventType#OP_SUCCEEDED}: which output it is that was committed. */
  public static String committed(String output) {
    return OUTPUT + PayloadDigest.of(output) + END;
  }

  /** Reads the digest of the committed output; empty if the detail has none. */
  public static Optional<String> readOutput(@Nullable String detail) {
    return read(OUTPUT, detail);
  }

  /** Writes the detail of {@link EventType#OP_LEASED}: which upstream outputs the attempt sees; null if it has no upstream. */
  public static @Nullable String leased(Map<String, String> upstreamOutputs) {
    return upstreamOutputs.isEmpty() ? null : INPUTS + PayloadDigest.ofInputs(upstreamOutputs) + END;
  }

  /** Reads the digest of the upstream outputs that an attempt saw; empty if the detail has none. */
  public static Optional<String> readInputs(@Nullable String detail) {
    return read(INPUTS, detail);
  }

  /** Written and read by hand: it is done once for every attempt, and a digest needs no escaping. */
  private static Optional<String> read(String begin, @Nullable String detail) {
    return detail != null && detail.startsWith(begin) && detail.endsWith(END)
        ? Optional.of(detail.substring(begin.length(), detail.length() - END.length()))
        : Optional.empty();
  }

  private static String write(Object detail) {
    try {
      return JSON.writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event's detail is always writable", e);
    }
  }
}
