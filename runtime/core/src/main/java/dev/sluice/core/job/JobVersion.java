package dev.sluice.core.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * Hashes a job's definition, the commands and scripts of its command ops included, so that a run says which shape of the job it was
 * submitted with.
 */
final class JobVersion {
  private static final int LENGTH = 12;

  private JobVersion() {}

  static String of(Job<?, ?> job) {
    StringBuilder text = new StringBuilder();
    text.append(job.name()).append('|').append(job.inputType().getName()).append('|').append(job.outputOp());
    job.ops().forEach(op -> add(op, text));
    job.latentOps().stream().sorted(Comparator.comparing(OpDefinition::name)).forEach(op -> add(op, text));
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void add(OpDefinition op, StringBuilder text) {
    text.append('\n').append(op.name()).append('|').append(op.type().getName()).append('|').append(op.upstream())
        .append('|').append(op.retry()).append('|').append(op.timeout()).append('|').append(op.queue()).append('|')
        .append(op.priority()).append(op.body().version());
    if (!op.limits().equals(OpLimits.NONE)) {
      text.append('|').append(op.limits().bounds()).append(op.limits().orderedBy() != null);
    }
    if (!op.flow().equals(OpFlow.PLAIN)) {
      text.append('|').append(op.flow());
    }
    text.append(describe(op.work()));
  }

  private static String describe(OpWork work) {
    if (work instanceof OpWork.Sub sub) {
      String bound = sub.patience() == null ? "" : " within " + sub.patience();
      return "|sub " + sub.child().name() + " " + sub.child().version() + bound;
    }
    if (work instanceof OpWork.Fan fan) {
      return "|map of " + fan.itemType().getName() + " " + fan.width();
    }
    return work instanceof OpWork.Code ? "" : "|" + work;
  }
}
