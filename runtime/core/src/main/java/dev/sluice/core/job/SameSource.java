package dev.sluice.core.job;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two sources of one job run the same code: a worker knows a job by its name, so that one of two instances with other
 * languages, rates or addresses in them would run for both.
 */
final class SameSource {
  private SameSource() {}

  /** Returns what makes them differ, as far as that can be seen; empty if nothing does. */
  static Optional<String> difference(JobSource<?, ?> one, JobSource<?, ?> other) {
    if (one == other || one.equals(other)) {
      return Optional.empty();
    }
    if (one.getClass() != other.getClass()) {
      return Optional.of("the class " + one.getClass().getName() + " and not " + other.getClass().getName());
    }
    return fields(one.getClass()).filter(field -> differs(field, one, other)).findFirst().map(field -> "another " + field.getName());
  }

  private static Stream<Field> fields(@Nullable Class<?> type) {
    return type == null ? Stream.empty() : Stream.concat(
        Arrays.stream(type.getDeclaredFields()).filter(field -> !Modifier.isStatic(field.getModifiers())), fields(type.getSuperclass()));
  }

  private static boolean differs(Field field, JobSource<?, ?> one, JobSource<?, ?> other) {
    try {
      field.setAccessible(true);
      Object left = field.get(one);
      Object right = field.get(other);
      return !Objects.equals(left, right) && (isValue(left) || isValue(right));
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return false; // of a module that is not open: it is given the benefit of the doubt
    }
  }

  /** Clients, pools and caches do not say when they are equal, and each instance may well have its own. */
  private static boolean isValue(@Nullable Object value) {
    try {
      return value != null && value.getClass().getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every object has an equals", e);
    }
  }
}
