package dev.sluice.infra.preview.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an estimate cannot know. Every one of them is printed with it.
 *
 * @param opsPerJob attempts of ops that a job makes, on average
 * @param opDuration how long one of them holds a slot of its worker, on average
 * @param measuredIn where these two were measured; empty if they are assumed
 */
public record JobAssumptions(BigDecimal opsPerJob, Duration opDuration, Optional<String> measuredIn) {
  /** Hours that AWS's own calculator gives a month. */
  static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);
  /** A send, a receive and a delete; batches of up to ten make it less. */
  static final int REQUESTS_PER_OP = 3;
  /** A line when it is leased and one when it is committed. */
  static final BigDecimal LOG_KILOBYTES_PER_OP = BigDecimal.ONE;
  /** Three requests to SQS and their answers; PostgreSQL is in the VPC. */
  static final BigDecimal OUTSIDE_KILOBYTES_PER_OP = BigDecimal.valueOf(6);
  /** A service that waits writes little. */
  static final BigDecimal IDLE_LOG_GIGABYTES = new BigDecimal("0.1");
  /** Images share most layers. */
  static final BigDecimal IMAGE_GIGABYTES = new BigDecimal("0.5");
  /** What the machine image for ECS asks for. */
  static final BigDecimal VOLUME_GIGABYTES = BigDecimal.valueOf(30);

  /** Three ops of a second: what the example jobs are like. */
  public static final JobAssumptions USUAL = assumed(3, Duration.ofSeconds(1));

  public JobAssumptions {
    if (opsPerJob.compareTo(BigDecimal.ONE) < 0) {
      throw new IllegalArgumentException("opsPerJob must be >= 1, got " + opsPerJob);
    }
    if (opDuration.isNegative() || opDuration.isZero()) {
      throw new IllegalArgumentException("opDuration must be longer than nothing, got " + opDuration);
    }
  }

  /** Makes what somebody assumes. */
  public static JobAssumptions assumed(int opsPerJob, Duration opDuration) {
    return new JobAssumptions(BigDecimal.valueOf(opsPerJob), opDuration, Optional.empty());
  }

  /** Returns the sentences that belong to an estimate. */
  public List<String> sentences() {
    return List.of(
        "a month has " + HOURS_A_MONTH + " hours; services idle at the count that the stack declares",
        "an idle service writes " + IDLE_LOG_GIGABYTES + " GB of logs a month; a repository holds " + IMAGE_GIGABYTES
            + " GB of images",
        "a job has " + opsPerJob.stripTrailingZeros().toPlainString() + " op(s) of " + milliseconds() + " ms"
            + measuredIn.map(where -> ", as measured in " + where).orElse(" (nothing measured was given)")
            + ", and all slots of its worker are busy",
        "an op makes " + REQUESTS_PER_OP + " requests to its queue, writes " + LOG_KILOBYTES_PER_OP
            + " KB of logs and sends or receives "
            + OUTSIDE_KILOBYTES_PER_OP + " KB outside the VPC");
  }

  private String milliseconds() {
    return BigDecimal.valueOf(opDuration.toNanos(), 6).setScale(1, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
  }
}
