package dev.sluice.core.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes a job's definition, the commands and scripts of its command ops included, so that a run says which shape of the job it was submitted with. */
final class JobVersion {
  private static final int LENGTH = 12;

  private JobVersion() {}

  static String of(Job<?, ?> job) {
    StringBuilder text = new StringBuilder();
    text.append(job.name()).append('|').append(job.inputType().getName()).append('|').append(job.outputOp());
    for (OpDefinition op : job.ops()) {
      text.append('\n').append(op.name()).append('|').append(op.type().getName()).append('|').append(op.upstream())
          .append('|').append(op.retry()).append('|').append(op.timeout()).append('|').append(op.queue()).append('|')
          .append(op.priority());
      text.append(op.body().version());
      if (!op.limits().equals(OpLimits.NONE)) {
        text.append('|').append(op.limits().bounds()).append(op.limits().orderedBy() != null);
      }
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
