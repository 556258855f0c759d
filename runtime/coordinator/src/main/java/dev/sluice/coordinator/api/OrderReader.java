package dev.sluice.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.adapters.http.ProblemException;
import dev.sluice.core.api.FieldError;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.submit.RunOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads orders from request bodies and refuses what it does not know or cannot use, by field. */
final class OrderReader {
  /** Most runs of one request: what one transaction may hold up. */
  static final int MAX_BATCH = 10_000;

  /** The fields of a submit. */
  private static final List<String> FIELDS = List.of("job", "input", "tags", "idempotencyKey", "priority", "tenant", "weight");
  /** More errors than this help nobody. */
  private static final int MAX_ERRORS = 20;

  private OrderReader() {}

  static RunOrder one(JsonNode body) {
    List<FieldError> errors = new ArrayList<>();
    RunOrder order = read(body, "", errors);
    refuse(errors);
    if (order == null) {
      throw new IllegalStateException("an order that cannot be read has errors");
    }
    return order;
  }

  static List<RunOrder> many(JsonNode body) {
    List<FieldError> errors = new ArrayList<>();
    List<RunOrder> orders = new ArrayList<>(body.size());
    if (!body.isArray()) {
      errors.add(new FieldError("(body)", "expected a list of runs, got " + FieldReader.kind(body), null));
    } else if (body.size() > MAX_BATCH) {
      errors.add(new FieldError("(body)", "has " + body.size() + " runs, at most " + MAX_BATCH + " are accepted at once", null));
    } else {
      for (int i = 0; i < body.size() && errors.size() < MAX_ERRORS; i++) {
        RunOrder order = read(body.get(i), "[" + i + "]", errors);
        if (order != null) {
          orders.add(order);
        }
      }
    }
    refuse(errors);
    return orders;
  }

  private static @Nullable RunOrder read(JsonNode object, String place, List<FieldError> errors) {
    int before = errors.size();
    FieldReader fields = new FieldReader(object, place, FIELDS, errors);
    String job = fields.text("job");
    JsonNode input = fields.json("input", "the job's input, {} if it takes nothing");
    var tags = fields.texts("tags");
    if (tags.keySet().stream().anyMatch(String::isBlank)) {
      fields.wrong("tags", "the name of a tag must not be blank");
    }
    Optional<String> key = fields.idempotencyKey();
    RunTerms terms = terms(fields);
    if (errors.size() > before || input == null) {
      return null;
    }
    return new RunOrder(job, input.toString(), tags, key.orElse(null), terms);
  }

  private static RunTerms terms(FieldReader fields) {
    Optional<Integer> priority = fields.optionalInteger("priority");
    Optional<String> tenant = fields.optionalText("tenant");
    Optional<Double> weight = fields.optionalNumber("weight");
    if (priority.isEmpty() && tenant.isEmpty() && weight.isEmpty()) {
      return RunTerms.OF_THE_JOB;
    }
    if (tenant.isEmpty() && weight.isPresent()) {
      fields.wrong("weight", "is the weight of a tenant, and there is no \"tenant\"");
    }
    try {
      return new RunTerms(priority.orElse(null), tenant.map(name -> new Limits.Share(name, weight.orElse(1.0))).orElse(null));
    } catch (IllegalArgumentException e) {
      fields.wrong("tenant", String.valueOf(e.getMessage()));
      return RunTerms.OF_THE_JOB;
    }
  }

  private static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      FieldError first = errors.get(0);
      throw new ProblemException(ApiProblem.UNUSABLE_FIELD,
          first.field() + ": " + first.detail() + (errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : ""), errors);
    }
  }
}
