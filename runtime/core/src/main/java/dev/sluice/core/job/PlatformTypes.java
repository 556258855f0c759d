package dev.sluice.core.job;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import java.io.IOException;
import java.util.Set;

/**
 * Refuses classes of the Java platform that are no data: a thread, a connection, a stream. Jackson would write what their getters
 * return, tens of kilobytes that nobody can read back, where it does not fail somewhere inside.
 */
final class PlatformTypes {
  private static final Set<String> MODULES = Set.of("java.base", "java.sql", "java.net.http");

  private PlatformTypes() {}

  static Module refused() {
    SimpleModule module = new SimpleModule("platform types");
    module.setSerializerModifier(new BeanSerializerModifier() {
      private static final long serialVersionUID = 1;

      @Override
      public JsonSerializer<?> modifySerializer(SerializationConfig config, BeanDescription description, JsonSerializer<?> serializer) {
        return serializer instanceof BeanSerializerBase && isNoData(description.getBeanClass())
            ? new Refusal(description.getType()) : serializer;
      }
    });
    return module;
  }

  /** What is data there (texts, numbers, times, collections) has a serializer of its own; failures read well as they are. */
  private static boolean isNoData(Class<?> type) {
    return type != Object.class && type.getModule().isNamed() && MODULES.contains(type.getModule().getName())
        && !Throwable.class.isAssignableFrom(type) && type != StackTraceElement.class;
  }

  private static final class Refusal extends JsonSerializer<Object> {
    private final JavaType type;

    Refusal(JavaType type) {
      this.type = type;
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializerProvider serializers) throws IOException {
      serializers.reportBadDefinition(type, "a class of the Java platform that is no data");
    }
  }
}
