package dev.sluice.core.job;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two sources of one job run the same code: a worker knows a job by its name, so that one of two instances with other
 * languages, rates or addresses in them would run for both. Clients, pools and caches do not say when they are equal, and each instance may
 * well have its own: they never make a difference, nor does a list, map, optional, array or record for having another of them in it.
 */
final class SameSource {
  /** What is being compared, so that what holds itself has an end. */
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private SameSource() {}

  /** Returns what makes them differ, as far as that can be seen; empty if nothing does. */
  static Optional<String> difference(JobSource<?, ?> one, JobSource<?, ?> other) {
    if (one == other || one.equals(other)) {
      return Optional.empty();
    }
    if (one.getClass() != other.getClass()) {
      return Optional.of("the class " + one.getClass().getName() + " and not " + other.getClass().getName());
    }
    SameSource sources = new SameSource();
    return fields(one.getClass()).filter(field -> sources.differ(field, one, other)).findFirst().map(field -> "another " + field.getName());
  }

  private static Stream<Field> fields(@Nullable Class<?> type) {
    return type == null ? Stream.empty() : Stream.concat(
        Arrays.stream(type.getDeclaredFields()).filter(field -> !Modifier.isStatic(field.getModifiers())), fields(type.getSuperclass()));
  }

  private boolean differ(Field field, Object one, Object other) {
    try {
      field.setAccessible(true);
      return differ(field.get(one), field.get(other));
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return false; // of a module that is not open: it is given the benefit of the doubt
    }
  }

  private boolean differ(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null || one == other) {
      return one != other && (isValue(one) || isValue(other));
    }
    if (!open.add(one)) {
      return false;
    }
    boolean differ = differInside(one, other);
    open.remove(one);
    return differ;
  }

  private boolean differInside(Object one, Object other) {
    if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
      return differ(left.entrySet(), right.entrySet());
    }
    if (one instanceof Map.Entry<?, ?> left && other instanceof Map.Entry<?, ?> right) {
      return differ(left.getKey(), right.getKey()) || differ(left.getValue(), right.getValue());
    }
    if (one instanceof Set<?> left && other instanceof Set<?> right) {
      return left.size() != right.size() || differInTurn(left, right) && !(isIn(left, right) && isIn(right, left));
    }
    if (one instanceof List<?> left && other instanceof List<?> right) {
      return left.size() != right.size() || differInTurn(left, right);
    }
    if (one instanceof Optional<?> left && other instanceof Optional<?> right) {
      return differ(left.stream().toList(), right.stream().toList());
    }
    if (one.getClass().isArray() && one.getClass() == other.getClass()) {
      return differ(elements(one), elements(other));
    }
    if (one instanceof Record && one.getClass() == other.getClass() && fields(one.getClass()).noneMatch(field -> differ(field, one, other))) {
      return false;
    }
    return !one.equals(other) && (isValue(one) || isValue(other));
  }

  private boolean differInTurn(Collection<?> some, Collection<?> others) {
    Iterator<?> other = others.iterator();
    return some.stream().anyMatch(one -> !other.hasNext() || differ(one, other.next()));
  }

  /** Sets tell in no certain order what is in them. */
  private boolean isIn(Set<?> some, Set<?> others) {
    return some.stream().allMatch(one -> others.stream().anyMatch(other -> !differ(one, other)));
  }

  private static List<?> elements(Object array) {
    return IntStream.range(0, Array.getLength(array)).mapToObj(index -> Array.get(array, index)).toList();
  }

  private static boolean isValue(@Nullable Object value) {
    try {
      return value != null && value.getClass().getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every object has an equals", e);
    }
  }
}
