package dev.sluice.infra.preview;

import com.pulumi.core.Output;
import com.pulumi.core.internal.OutputData;
import com.pulumi.resources.ResourceArgs;
import com.pulumi.test.internal.PulumiTestInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which inputs of a resource are secret. The SDK's test monitor hands inputs over in the clear; only the arguments that
 * the program gave still know. To be asked when the program has ended, since it waits for values.
 */
final class SecretInputs {
  private SecretInputs() {}

  /** Returns the names of the secret properties. */
  static Set<String> of(@Nullable ResourceArgs args) {
    Set<String> secret = new TreeSet<>();
    if (args == null) {
      return secret;
    }
    for (Method getter : args.getClass().getMethods()) {
      if (getter.getParameterCount() == 0 && !getter.getDeclaringClass().equals(Object.class) && isSecret(args, getter)) {
        secret.add(getter.getName());
      }
    }
    return secret;
  }

  private static boolean isSecret(ResourceArgs args, Method getter) {
    if (!Output.class.isAssignableFrom(getter.getReturnType()) && !Optional.class.equals(getter.getReturnType())) {
      return false;
    }
    try {
      Object value = getter.invoke(args);
      Object given = value instanceof Optional<?> optional ? optional.orElse(null) : value;
      if (given instanceof Output<?> output) {
        OutputData<?> data = PulumiTestInternal.extractOutputData(output);
        return data.isSecret();
      }
      return false;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the SDK's arguments answer their getters", e);
    }
  }
}
