package dev.sluice.localstack.engine;

/**
 * The account and region that the local cloud plays.
 *
 * @param id twelve digits, as in every ARN
 * @param region for example {@code eu-central-1}
 */
public record AwsAccount(String id, String region) {
  /** The account that emulators use. */
  public static final String LOCAL_ID = "000000000000";

  public AwsAccount {
    if (!id.matches("\\d{12}")) {
      throw new IllegalArgumentException("an account id has twelve digits, got " + id);
    }
    if (region.isBlank()) {
      throw new IllegalArgumentException("region is blank");
    }
  }

  /** Returns the ARN of a resource, for example of service {@code sqs} and resource {@code jobs.fifo}. */
  public String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + id + ":" + resource;
  }

  /** Returns the ARN of a resource that belongs to no region, as those of IAM. */
  public String globalArn(String service, String resource) {
    return "arn:aws:" + service + "::" + id + ":" + resource;
  }
}
