package dev.sluice.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.adapters.http.ProblemException;
import dev.sluice.contract.NearestName;
import dev.sluice.core.api.FieldError;
import dev.sluice.core.submit.RunOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object and collects all that is wrong with them, each with the field's name. Reading goes on after
 * an error, so that a caller learns of all at once. For one thread.
 */
final class FieldReader {
  private final JsonNode object;
  private final String prefix;
  private final List<FieldError> errors;

  /**
   * Makes a reader.
   *
   * @param place where the object stands, for example {@code [3]}; empty for the whole body
   * @param known the fields that it may have
   * @param errors what is wrong is added here
   */
  FieldReader(JsonNode object, String place, List<String> known, List<FieldError> errors) {
    this.object = object;
    this.prefix = place.isEmpty() ? "" : place + ".";
    this.errors = errors;
    if (!object.isObject()) {
      errors.add(new FieldError(place.isEmpty() ? "(body)" : place,
          "expected an object with " + String.join(", ", known) + ", got " + kind(object), null));
      return;
    }
    object.fieldNames().forEachRemaining(name -> {
      if (!known.contains(name)) {
        wrong(name, "is not a field here"
            + NearestName.of(name, known)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse("; the fields are " + String.join(", ", known)));
      }
    });
  }

  /** Refuses a request whose fields are wrong, naming the first in the detail and all in the list; does nothing if none is. */
  static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw new ProblemException(ApiProblem.UNUSABLE_FIELD, errors.get(0).field() + ": " + errors.get(0).detail(), errors);
    }
  }

  /** Reads a field that must be there and be text. */
  String text(String name) {
    Optional<String> text = optionalText(name);
    if (text.isEmpty() && object.isObject() && isAbsent(name)) {
      wrong(name, "is missing; expected text");
    }
    return text.orElse("");
  }

  /** Reads a field that may be missing or null, and else is text. */
  Optional<String> optionalText(String name) {
    if (isAbsent(name)) {
      return Optional.empty();
    }
    JsonNode value = object.get(name);
    if (!value.isTextual()) {
      wrong(name, "expected text, got " + kind(value));
      return Optional.empty();
    }
    return checked(name, value.textValue());
  }

  /** Reads the field {@code idempotencyKey}, which may be missing or null, and else is what can be one. */
  Optional<String> idempotencyKey() {
    Optional<String> key = optionalText("idempotencyKey");
    if (key.isPresent() && (key.get().isBlank() || key.get().length() > RunOrder.MAX_KEY_LENGTH)) {
      wrong("idempotencyKey", "expected 1 to " + RunOrder.MAX_KEY_LENGTH + " letters that are not all blank, got " + key.get().length());
    }
    return key;
  }

  /** Reads a field that may be missing, and else is a whole number of these bounds. */
  Optional<Integer> optionalNumber(String name, int least, int most) {
    if (isAbsent(name)) {
      return Optional.empty();
    }
    JsonNode value = object.get(name);
    if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
      wrong(name, "expected a whole number of " + least + " to " + most + ", got " + value);
      return Optional.empty();
    }
    return Optional.of(value.intValue());
  }

  /** Reads a field that is true, false or missing, which is false. */
  boolean flag(String name) {
    if (isAbsent(name)) {
      return false;
    }
    if (!object.get(name).isBoolean()) {
      wrong(name, "expected true or false, got " + kind(object.get(name)));
    }
    return object.get(name).booleanValue();
  }

  /** Reads a field that may be missing, and else is a list of texts. */
  List<String> list(String name) {
    List<String> texts = new ArrayList<>();
    if (isAbsent(name)) {
      return texts;
    }
    JsonNode value = object.get(name);
    if (!value.isArray()) {
      wrong(name, "expected a list of texts, got " + kind(value));
      return texts;
    }
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i).isTextual()) {
        checked(name + "[" + i + "]", value.get(i).textValue()).ifPresent(texts::add);
      } else {
        wrong(name + "[" + i + "]", "expected text, got " + kind(value.get(i)));
      }
    }
    return texts;
  }

  /**
   * Reads a field that must be there and may be any JSON.
   *
   * @param meaning what is expected of a caller who leaves it out
   */
  @Nullable JsonNode json(String name, String meaning) {
    JsonNode value = object.get(name);
    if (value == null && object.isObject()) {
      wrong(name, "is missing; expected " + meaning);
    }
    return value;
  }

  /** Reads a field that may be missing or null, and else is any JSON. */
  @Nullable JsonNode optionalJson(String name) {
    return isAbsent(name) ? null : object.get(name);
  }

  /** Reads a field that may be missing, and else is an object of texts. */
  Map<String, String> texts(String name) {
    if (isAbsent(name)) {
      return Map.of();
    }
    JsonNode value = object.get(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (!value.isObject()) {
      wrong(name, "expected an object of texts, got " + kind(value));
      return texts;
    }
    value.properties().forEach(entry -> {
      if (entry.getValue().isTextual()) {
        checked(name + "." + entry.getKey(), entry.getKey() + entry.getValue().textValue());
        texts.put(entry.getKey(), entry.getValue().textValue());
      } else {
        wrong(name + "." + entry.getKey(), "expected text, got " + kind(entry.getValue()));
      }
    });
    return texts;
  }

  /** Reads a field that may be missing or null, and else is a whole number. */
  Optional<Integer> optionalInteger(String name) {
    if (isAbsent(name)) {
      return Optional.empty();
    }
    JsonNode value = object.get(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      wrong(name, "expected a whole number of 32 bits, got " + (value.isNumber() ? value.asText() : kind(value)));
      return Optional.empty();
    }
    return Optional.of(value.intValue());
  }

  /** Reads a field that may be missing or null, and else is a number. */
  Optional<Double> optionalNumber(String name) {
    if (isAbsent(name)) {
      return Optional.empty();
    }
    JsonNode value = object.get(name);
    if (!value.isNumber()) {
      wrong(name, "expected a number, got " + kind(value));
      return Optional.empty();
    }
    return Optional.of(value.doubleValue());
  }

  private Optional<String> checked(String name, String text) {
    if (text.indexOf('\0') >= 0) {
      wrong(name, "has a NUL letter, which PostgreSQL cannot keep");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private boolean isAbsent(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull();
  }

  void wrong(String name, String detail) {
    errors.add(new FieldError(prefix + name, detail, null));
  }

  /** Says what kind of JSON a value is, for messages. */
  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case BINARY, MISSING, POJO -> "nothing";
    };
  }
}
