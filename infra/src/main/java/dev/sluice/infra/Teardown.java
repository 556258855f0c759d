package dev.sluice.infra;

import com.pulumi.Context;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * Lifts what protects a stack, when the environment says that this very stack is about to be destroyed. The guards still see the
 * stack as it is configured: a stack cannot live unprotected this way, it can only die.
 *
 * <p>What jobs have done outlives it: the database is to leave a final snapshot, and Pulumi to leave the payload bucket alone that the
 * snapshot's rows refer to. Both are part of the same update, so that whatever fails or is cut off after it loses neither.
 */
public final class Teardown {
  /** Names the stack to be destroyed; {@code sluice down --force} sets it for one update. */
  public static final String VARIABLE = "SLUICE_TEARDOWN";
  /** Says whether that stack has a payload bucket: one that its configuration has no more would go instead of staying. */
  public static final String BUCKET_VARIABLE = "SLUICE_TEARDOWN_BUCKET";

  private static final DateTimeFormatter ENDING = DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private Teardown() {}

  /** Declares a stack; without deletion protection if the environment names it. */
  static void define(Context context, StackConfiguration configuration, Map<String, String> environment, InstantSource clock) {
    Guards.check(configuration);
    boolean isNear = configuration.stack().equals(environment.get(VARIABLE));
    boolean hasBucket = Boolean.parseBoolean(environment.get(BUCKET_VARIABLE));
    PlatformStack.declare(context, isNear ? configuration.unprotected(ENDING.format(clock.instant()), hasBucket) : configuration);
  }
}
