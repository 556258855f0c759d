package dev.sluice.infra;

import com.pulumi.Context;
import java.util.Map;

/**
 * Lifts what protects a stack, when the environment says that this very stack is about to be destroyed. The guards still see the
 * stack as it is configured: a stack cannot live unprotected this way, it can only die.
 */
public final class Teardown {
  /** Names the stack to be destroyed; {@code sluice down --force} sets it for one update. */
  public static final String VARIABLE = "SLUICE_TEARDOWN";

  private Teardown() {}

  /** Declares a stack; without deletion protection if the environment names it. */
  static void define(Context context, StackConfiguration configuration, Map<String, String> environment) {
    Guards.check(configuration);
    boolean isNear = configuration.stack().equals(environment.get(VARIABLE));
    PlatformStack.declare(context, isNear ? configuration.unprotected() : configuration);
  }
}
