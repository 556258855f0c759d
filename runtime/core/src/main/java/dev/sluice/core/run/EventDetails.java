package dev.sluice.core.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes and reads the details of events, so that every store leaves the same history. */
public final class EventDetails {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String OUTPUT = "{\"output\":\"";
  private static final String INPUTS = "{\"inputs\":\"";
  private static final String NOT_CHOSEN = "not chosen by ";
  private static final String END = "\"}";

  private EventDetails() {}

  /**
   * The detail of {@link EventType#RUN_SUBMITTED}, and of {@link EventType#OP_EXPANDED}: which ops the run has or gets, and what each
   * waits for. Lists and maps are null for none, so that old histories are read as they are.
   *
   * @param job name of the job
   * @param ops upstream keys by op key
   * @param elements how many more ops there are that wait for the op that adds them alone: its elements, numbered from 0
   * @param limited keys of the ops that become ready only when an event says so; the op's own key for its elements
   * @param pauses keys of the ops that wait for a time or a signal once their upstream lets them go
   * @param bounded keys of the ops that a claim may pass over for their concurrency key; the op's own key for its elements
   * @param triggers by op key, where they are not {@link Trigger#ALL_SUCCEEDED}
   * @param mayFail keys of the ops whose failure does not fail the run; the op's own key for its elements
   * @param given digest of the output, by op key, of ops that are taken over from another run; empty for those skipped there
   * @param output the op whose output is the run's
   * @param parent the op execution whose sub-job the run is
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Submitted(
      String job, @JsonInclude Map<String, List<String>> ops, @JsonInclude(JsonInclude.Include.NON_DEFAULT) int elements,
      @Nullable List<String> limited, @Nullable List<String> pauses, @Nullable List<String> bounded, @Nullable Map<String, Trigger> triggers,
      @Nullable List<String> mayFail, @Nullable Map<String, String> given, @Nullable String output, @Nullable String parent) {}

  /** Writes the detail of {@link EventType#RUN_SUBMITTED}. */
  public static String submitted(RunRequest request) {
    if (request.ops().size() == 1 && request.origin().equals(Origin.OF_ITS_OWN)) {
      OpPlan op = request.ops().get(0);
      if (!op.isLimited() && op.flow().equals(Flow.PLAIN)) {
        // The commonest run by far; op keys and job names need no escaping.
        return "{\"job\":\"" + request.jobName() + "\",\"ops\":{\"" + op.opKey() + "\":[]}"
            + (op.isBounded() ? ",\"bounded\":[\"" + op.opKey() + "\"]}" : "}");
      }
    }
    IdempotencyKey parent = request.origin().parent();
    boolean plain = request.ops().stream().noneMatch(op -> op.flow().mayFail());
    return write(added(request.jobName(), request.ops(), plain ? null : request.outputOp(), parent == null ? null : parent.toString()));
  }

  /**
   * Writes the detail of {@link EventType#OP_EXPANDED}.
   *
   * @param output the op whose output is the run's, which is of account where one of these may fail
   */
  public static String expanded(String opKey, List<OpPlan> adds, String output) {
    OpPlan any = adds.get(0);
    String told = adds.stream().anyMatch(plan -> plan.flow().mayFail()) ? output : null;
    if (!any.opKey().equals(opKey + "[0]")) {
      return write(added("", adds, told, null));
    }
    List<String> own = List.of(opKey);
    return write(new Submitted("", Map.of(), adds.size(), any.isLimited() ? own : null, null, any.isBounded() ? own : null, null,
        any.flow().mayFail() ? own : null, null, told, null));
  }

  private static Submitted added(String job, List<OpPlan> plans, @Nullable String output, @Nullable String parent) {
    Map<String, List<String>> ops = new LinkedHashMap<>();
    Map<String, Trigger> triggers = new LinkedHashMap<>();
    Map<String, String> given = new LinkedHashMap<>();
    for (OpPlan op : plans) {
      ops.put(op.opKey(), op.upstream());
      if (op.isTriggered()) {
        triggers.put(op.opKey(), op.flow().trigger());
      }
      Flow.Given taken = op.flow().given();
      if (taken != null) {
        given.put(op.opKey(), taken.output() == null ? "" : PayloadDigest.of(taken.output()));
      }
    }
    return new Submitted(job, ops, 0, keys(plans, OpPlan::isLimited), keys(plans, op -> op.flow().pause() != null),
        keys(plans, OpPlan::isBounded),
        triggers, keys(plans, op -> op.flow().mayFail()), given, output, parent);
  }

  private static List<String> keys(List<OpPlan> plans, Predicate<OpPlan> chosen) {
    return plans.stream().filter(chosen).map(OpPlan::opKey).toList();
  }

  /** Reads the detail of {@link EventType#RUN_SUBMITTED} or {@link EventType#OP_EXPANDED}. */
  public static Submitted readSubmitted(String detail) {
    try {
      return JSON.readValue(detail, Submitted.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the detail of a RUN_SUBMITTED event: " + detail, e);
    }
  }

  /** Writes the detail of {@link EventType#OUTBOX_DROPPED}: which of the op's messages, and where it was to go. */
  public static String dropped(int number, String topic, String key) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("number", number);
    detail.put("topic", topic);
    detail.put("key", key);
    return write(detail);
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

  /** The detail of an {@link EventType#OP_READY} that may start only later: a rate limit, a time or a signal says when. */
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

  /** The detail of an {@link EventType#OP_SKIPPED} that a decision upstream has not chosen. */
  public static String notChosen(String decision) {
    return NOT_CHOSEN + decision;
  }

  /** Reads the op whose decision went another way; empty if it was skipped for something else. */
  public static Optional<String> readNotChosen(@Nullable String detail) {
    return detail != null && detail.startsWith(NOT_CHOSEN) ? Optional.of(detail.substring(NOT_CHOSEN.length())) : Optional.empty();
  }

  private static String write(Object detail) {
    try {
      return JSON.writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event's detail is always writable", e);
    }
  }
}
