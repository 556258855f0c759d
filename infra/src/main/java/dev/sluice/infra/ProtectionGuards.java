package dev.sluice.infra;

import static dev.sluice.infra.Guard.refuseIf;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What should not go live. */
final class ProtectionGuards {
  static final List<Guard> ALL = List.of(
      new Guard("production-is-protected", ProtectionGuards::productionIsProtected),
      new Guard("protected-keeps-backups", ProtectionGuards::protectedKeepsBackups),
      new Guard("protected-encrypts", ProtectionGuards::protectedEncrypts),
      new Guard("protected-names-images", ProtectionGuards::protectedNamesImages),
      new Guard("protected-recovers-secrets", ProtectionGuards::protectedRecoversSecrets),
      new Guard("protected-keeps-payloads", ProtectionGuards::protectedKeepsPayloads),
      new Guard("protected-has-alarms", ProtectionGuards::protectedHasAlarms),
      new Guard("protected-has-no-chaos", ProtectionGuards::protectedHasNoChaos),
      new Guard("protected-is-no-emulator", ProtectionGuards::protectedIsNoEmulator),
      new Guard("emails-need-alarms", ProtectionGuards::emailsNeedAlarms),
      new Guard("tags-name-their-stack", ProtectionGuards::tagsNameTheirStack));

  private static final Set<String> MOVING_TAGS = Set.of("dev", "latest", "");

  private ProtectionGuards() {}

  private static Optional<String> productionIsProtected(StackConfiguration stack) {
    return refuseIf(stack.stack().startsWith("prod") && !stack.isProtected(),
        "stack %s is not protected, so that one mistake loses its database: set protected to true", stack.stack());
  }

  private static Optional<String> protectedKeepsBackups(StackConfiguration stack) {
    return refuseIf(stack.isProtected() && stack.database().backupRetention().toDays() < 7,
        "databaseBackupRetention is below 7d: raise it, or set protected to false");
  }

  private static Optional<String> protectedEncrypts(StackConfiguration stack) {
    return refuseIf(stack.isProtected() && !(stack.database().tls() && stack.queues().tlsOnly()),
        "databaseTls or queueTlsOnly is off: jobs would travel in the clear; turn both on, or set protected to false");
  }

  private static Optional<String> protectedNamesImages(StackConfiguration stack) {
    return refuseIf(stack.isProtected() && MOVING_TAGS.contains(stack.compute().imageTag()),
        "imageTag %s means another image tomorrow: name a release, or set protected to false", stack.compute().imageTag());
  }

  private static Optional<String> protectedRecoversSecrets(StackConfiguration stack) {
    return refuseIf(stack.isProtected() && stack.database().secretRecovery().toDays() == 0,
        "secretRecovery is less than a day: a deleted password could not be brought back; give 7d or more, or set protected to false");
  }

  private static Optional<String> protectedKeepsPayloads(StackConfiguration stack) {
    return refuseIf(stack.isProtected() && stack.features().payloadBucketForceDestroy(),
        "payloadBucketForceDestroy is on: a teardown would delete payloads that runs refer to; turn it off, or set protected to false");
  }

  private static Optional<String> protectedHasAlarms(StackConfiguration stack) {
    return refuseIf(stack.isProtected() && !stack.features().alarms(),
        "alarms are off: nobody would learn of dead letters; turn them on, or set protected to false");
  }

  private static Optional<String> protectedHasNoChaos(StackConfiguration stack) {
    return refuseIf(stack.isProtected() && stack.features().chaos(),
        "chaos is on: faults would be made on purpose; turn it off, or set protected to false");
  }

  private static Optional<String> protectedIsNoEmulator(StackConfiguration stack) {
    return refuseIf(stack.isProtected() && stack.compute().attachAlways() && !stack.compute().hasTaskNetwork(),
        "attachNetwork is always, which AWS refuses with networkMode %s: take auto, or networkMode awsvpc",
        stack.compute().networkMode());
  }

  private static Optional<String> emailsNeedAlarms(StackConfiguration stack) {
    return refuseIf(!stack.features().alarms() && !stack.features().alarmEmails().isEmpty(),
        "alarmEmails has no effect while alarms is false: turn alarms on, or remove it");
  }

  /** A stack file is often the copy of another. */
  private static Optional<String> tagsNameTheirStack(StackConfiguration stack) {
    boolean right = stack.tags().getOrDefault("project", "").equals(StackConfiguration.PROJECT)
        && stack.tags().getOrDefault("stack", "").equals(stack.stack());
    return refuseIf(!stack.tags().isEmpty() && !right,
        "aws:defaultTags says %s: AWS would list and bill this stack as another; give it project: %s and stack: %s",
        stack.tags(), StackConfiguration.PROJECT, stack.stack());
  }
}
