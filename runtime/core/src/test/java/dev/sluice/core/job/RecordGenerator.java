package dev.sluice.core.job;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes records of any type by chance: every component has some value of its type, objects may be null. */
final class RecordGenerator {
  private static final int LONGEST = 5;

  private final Random random;

  RecordGenerator(Random random) {
    this.random = random;
  }

  <T extends Record> T make(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = Arrays.stream(components).map(component -> value(component.getGenericType())).toArray();
    try {
      Constructor<T> constructor =
          type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private @Nullable Object value(Type type) {
    if (type instanceof Class<?> one && one.isPrimitive()) {
      return primitive(one);
    }
    return random.nextInt(8) == 0 ? null : present(type);
  }

  private Object primitive(Class<?> type) {
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == int.class) {
      return number().intValue();
    }
    if (type == long.class) {
      return number().longValue();
    }
    return random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
  }

  private Object present(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      return generic.getRawType() == List.class ? many().map(i -> present(of[0])).toList() : map(of[1]);
    }
    Class<?> one = (Class<?>) type;
    if (one == String.class) {
      return text();
    } else if (one == Instant.class) {
      return Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L), random.nextInt(1_000_000_000));
    } else if (one == Duration.class) {
      return Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000));
    } else if (one == LocalDate.class) {
      return LocalDate.ofEpochDay(random.nextInt(-700_000, 2_900_000));
    } else if (one == BigDecimal.class) {
      return new BigDecimal(number(), random.nextInt(-20, 20));
    } else if (one == BigInteger.class) {
      return number();
    } else if (one == UUID.class) {
      return new UUID(random.nextLong(), random.nextLong());
    } else if (one.isEnum()) {
      return one.getEnumConstants()[random.nextInt(one.getEnumConstants().length)];
    }
    return make(one.asSubclass(Record.class));
  }

  private Map<String, Object> map(Type of) {
    Map<String, Object> map = new LinkedHashMap<>();
    many().forEach(i -> map.put(text(), present(of)));
    return map;
  }

  private Stream<Integer> many() {
    return Stream.iterate(0, i -> i + 1).limit(random.nextInt(LONGEST));
  }

  private BigInteger number() {
    return new BigInteger(random.nextInt(1, 120), random).subtract(BigInteger.valueOf(random.nextLong()));
  }

  /** Every letter there is, quotes and control characters included; half a surrogate pair is none. */
  private String text() {
    return random.ints(random.nextInt(20), 0, random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1)
        .filter(letter -> letter < Character.MIN_SURROGATE || letter > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }
}
