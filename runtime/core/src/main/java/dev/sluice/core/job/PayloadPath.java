package dev.sluice.core.job;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says where in a value it is that cannot be written: {@code Counts.words["a"]: java.lang.Thread cannot be written}. */
final class PayloadPath {
  /** A value that holds itself has a path without end. */
  private static final int LONGEST = 20;

  private PayloadPath() {}

  static String describe(@Nullable Object root, JsonMappingException failure) {
    StringBuilder path = new StringBuilder(root == null ? "null" : root.getClass().getSimpleName());
    Object guilty = root;
    int steps = 0;
    for (JsonMappingException.Reference step : failure.getPath()) {
      Object from = step.getFrom();
      if (isForeign(from)) {
        // Jackson went on into a class of the platform, which nobody meant to write: that class is what to name.
        return path + ": " + nameOf(from) + " cannot be written";
      }
      if (steps++ == LONGEST) {
        return path.append("...: holds itself, or is nested too deeply").toString();
      }
      append(path, step, from);
      guilty = valueOf(step, from);
    }
    String type = failure instanceof InvalidDefinitionException definition && definition.getType() != null
        ? definition.getType().getRawClass().getTypeName() : nameOf(guilty);
    return path + ": " + type + " cannot be written";
  }

  private static boolean isForeign(@Nullable Object from) {
    return from != null && from.getClass().getName().matches("(java|javax|jdk|sun)\\..*") && !isContainer(from);
  }

  private static boolean isContainer(Object from) {
    return from instanceof Map || from instanceof Collection || from instanceof Object[] || from instanceof Iterable;
  }

  private static void append(StringBuilder path, JsonMappingException.Reference step, @Nullable Object from) {
    if (step.getFieldName() == null) {
      path.append('[').append(step.getIndex()).append(']');
    } else if (from instanceof Map) {
      path.append("[\"").append(step.getFieldName()).append("\"]");
    } else {
      path.append('.').append(step.getFieldName());
    }
  }

  /** Finds the value that a step leads to, where that needs no call of the user's code. */
  private static @Nullable Object valueOf(JsonMappingException.Reference step, @Nullable Object from) {
    if (from instanceof Map<?, ?> map) {
      return map.get(step.getFieldName());
    }
    if (from instanceof List<?> list && step.getIndex() >= 0 && step.getIndex() < list.size()) {
      return list.get(step.getIndex());
    }
    return from;
  }

  private static String nameOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getTypeName();
  }
}
