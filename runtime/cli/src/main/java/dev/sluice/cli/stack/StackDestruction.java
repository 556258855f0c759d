package dev.sluice.cli.stack;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.ExternalProgram;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.infra.Teardown;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Destroys a stack by the real Pulumi CLI. Not safe for several threads; Pulumi itself locks the stack. */
final class StackDestruction {
  /** How AWS and its provider say so. */
  private static final List<String> UNKNOWN_CREDENTIALS = List.of(
      "InvalidClientTokenId", "SignatureDoesNotMatch", "ExpiredToken", "No valid credential sources found");

  private final Path root;
  private final String stack;
  private final PrintWriter talk;
  private final ExternalProgram pulumi;

  /**
   * What is left of a stack.
   *
   * @param resources that the state still has
   * @param keptByAws what AWS keeps although the stack is gone
   */
  record Rest(List<StackState.Entry> resources, List<String> keptByAws) {
    Rest {
      resources = List.copyOf(resources);
      keptByAws = List.copyOf(keptByAws);
    }
  }

  /**
   * @param root the checkout
   * @param talk where progress is told
   */
  StackDestruction(Path root, String stack, PrintWriter talk) {
    this.root = root;
    this.stack = stack;
    this.talk = talk;
    this.pulumi = PulumiProgram.find(root, Map.of("PULUMI_SKIP_UPDATE_CHECK", "true"));
  }

  /**
   * Destroys the stack and says what is left.
   *
   * @param force whether what is protected goes, too
   * @throws UserError if the stack is protected and force is not given, or Pulumi fails
   */
  Rest destroy(boolean force) throws InterruptedException {
    StackState state = export();
    if (state.resources().isEmpty()) {
      return new Rest(List.of(), List.of());
    }
    state.pending().forEach(operation -> talk.println("cut off earlier, and its end is unknown: " + operation
        + " (look for it in AWS; pulumi refresh settles it)"));
    refuseUnlessForced(state, force);
    if (force && !state.toLift().isEmpty()) {
      state = liftProtection(state);
    }
    long going = state.resources().stream().filter(entry -> !entry.isRetained()).count();
    talk.println("destroying " + going + " resources of stack " + stack);
    talk.flush();
    var destroyed = pulumi.follow(talk, "destroy", "--stack", stack, "--yes", "--skip-preview");
    Rest rest = new Rest(export().resources(), state.keptByAws());
    boolean didNothing = rest.resources().isEmpty() || rest.resources().size() == state.resources().size();
    if (!destroyed.isDone() && didNothing) {
      throw new UserError(CliExit.UNAVAILABLE, "pulumi destroy failed: " + wayOut(destroyed));
    }
    return rest;
  }

  private void refuseUnlessForced(StackState state, boolean force) {
    List<StackState.Entry> blocking = state.blocking();
    if (!force && (stack.startsWith("prod") || !blocking.isEmpty())) {
      List<String> lines = new ArrayList<>();
      lines.add("stack " + stack + " is " + (blocking.isEmpty() ? "production" : "protected") + ", and nothing was destroyed.");
      blocking.forEach(entry -> lines.add("  protected: " + entry));
      lines.add("sluice down --stack " + stack + " --force " + (state.toLift().isEmpty() ? "destroys it as it is"
          : "lifts the protection, empties the image repositories, takes a final snapshot of the database, leaves the payload bucket that"
              + " its rows refer to in AWS, and destroys all else of the " + state.resources().size() + " resources"));
      throw new UserError(CliExit.USAGE, String.join("\n", lines));
    }
  }

  /**
   * AWS asks for an update first: no deletion protection, and repositories that may be deleted with their images. The program
   * declares it so for this one update, and with it what is to stay: a final snapshot, and the payload bucket. Nothing but this update
   * is needed for that, so that a call that comes after one that was cut off loses neither. What is a target and no longer declared is
   * deleted by such an update, and so the program is told of the bucket.
   */
  private StackState liftProtection(StackState state) throws InterruptedException {
    talk.println(
        "lifting the protection of " + String.join(", ", state.toLift().stream().map(StackState.Entry::toString).toList()));
    talk.flush();
    List<String> update = new ArrayList<>(List.of("up", "--stack", stack, "--yes", "--skip-preview"));
    state.toLift().forEach(entry -> update.addAll(List.of("--target", entry.urn())));
    var lifted = PulumiProgram.find(root, Map.of("PULUMI_SKIP_UPDATE_CHECK", "true", Teardown.VARIABLE, stack,
        Teardown.BUCKET_VARIABLE, String.valueOf(state.hasBucket()))).follow(talk, update.toArray(String[]::new));
    if (!lifted.isDone()) {
      throw new UserError(CliExit.UNAVAILABLE, "the protection cannot be lifted, and pulumi destroy was not called: " + wayOut(lifted));
    }
    StackState open = export();
    if (!open.toLift().isEmpty()) {
      throw new UserError(CliExit.UNAVAILABLE, "still protected after the update, and pulumi destroy was not called: " + open.toLift());
    }
    return open;
  }

  private StackState export() throws InterruptedException {
    var exported = pulumi.call("stack", "export", "--stack", stack);
    if (!exported.isDone()) {
      boolean isUnknown = exported.err().contains("no stack named");
      throw new UserError(isUnknown ? CliExit.USAGE : CliExit.UNAVAILABLE, isUnknown
          ? "Pulumi knows no stack " + stack + ": pulumi stack ls names those that it knows"
          : "the state of stack " + stack + " cannot be read: " + wayOut(exported));
    }
    return StackState.of(exported.out());
  }

  private String wayOut(ExternalProgram.Outcome failed) {
    String said = failed.lastLines();
    if (said.contains("currently locked by")) {
      return said + "\nanother update holds the stack: wait for it, or, if it is dead, pulumi cancel --stack " + stack;
    }
    if (said.contains("PULUMI_CONFIG_PASSPHRASE") || said.contains("incorrect passphrase")) {
      return said + "\nset PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the stack's passphrase";
    }
    if (UNKNOWN_CREDENTIALS.stream().anyMatch(said::contains)) {
      return said + "\nAWS does not take the credentials: aws sts get-caller-identity shows whose are in use; log in again, or name others"
          + " by AWS_PROFILE, or by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
    }
    return said;
  }
}
