package dev.sluice.infra.queue;

import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.aws.sqs.QueuePolicy;
import com.pulumi.aws.sqs.QueuePolicyArgs;
import com.pulumi.aws.sqs.RedriveAllowPolicy;
import com.pulumi.aws.sqs.RedriveAllowPolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.configuration.QueueConfiguration;
import dev.sluice.infra.json.CanonicalJson;
import dev.sluice.infra.json.Outputs;
import dev.sluice.infra.identity.PolicyDocument;
import java.util.List;
import java.util.Map;

/**
 * A logical queue: a FIFO queue and the FIFO dead-letter queue that takes what was received too often.
 *
 * <p>Messages are encrypted at rest by keys that SQS manages. Only the queue itself may use its dead-letter queue.
 * Deduplication and the throughput limit count by message group, which AWS calls high throughput for FIFO queues. Senders
 * always give a deduplication id, so content is not looked at.
 */
public final class JobQueue extends ComponentResource {
  /**
   * What a queue is made from.
   *
   * @param physicalName name in SQS, without the {@code .fifo} that SQS demands at the end
   * @param configuration what the stack's queues are like
   */
  public record Args(String physicalName, QueueConfiguration configuration) {}

  private final CustomResourceOptions child = CustomResourceOptions.builder().parent(this).build();
  private final Output<String> name;
  private final Output<String> deadLetterName;
  private final Output<String> url;
  private final Output<String> arn;
  private final Output<String> deadLetterUrl;
  private final Output<String> deadLetterArn;

  public JobQueue(String name, Args args, ComponentResourceOptions options) {
    super("sluice:queue:JobQueue", name, options);
    var configuration = args.configuration();

    Queue deadLetters = new Queue(name + "-dead-letters", highThroughput()
        .name(args.physicalName() + "-dead-letters.fifo")
        .messageRetentionSeconds((int) configuration.deadLetterRetention().toSeconds())
        .build(), child);

    Queue queue = new Queue(name, highThroughput()
        .name(args.physicalName() + ".fifo")
        .visibilityTimeoutSeconds((int) configuration.visibilityTimeout().toSeconds())
        .messageRetentionSeconds((int) configuration.retention().toSeconds())
        .redrivePolicy(Outputs.ifPresent(deadLetters.arn(), arn ->
            CanonicalJson.of(Map.of("deadLetterTargetArn", arn, "maxReceiveCount", configuration.maxReceives()))))
        .build(), child);

    new RedriveAllowPolicy(name, RedriveAllowPolicyArgs.builder()
        .queueUrl(deadLetters.id())
        .redriveAllowPolicy(Outputs.ifPresent(queue.arn(), arn ->
            CanonicalJson.of(Map.of("redrivePermission", "byQueue", "sourceQueueArns", List.of(arn)))))
        .build(), child);
    if (configuration.tlsOnly()) {
      denyPlainHttp(name, queue);
      denyPlainHttp(name + "-dead-letters", deadLetters);
    }

    this.name = queue.name();
    deadLetterName = deadLetters.name();
    url = queue.url();
    arn = queue.arn();
    deadLetterUrl = deadLetters.url();
    deadLetterArn = deadLetters.arn();
    registerOutputs(Map.of("url", url, "deadLetterUrl", deadLetterUrl));
  }

  private void denyPlainHttp(String name, Queue queue) {
    new QueuePolicy(name, QueuePolicyArgs.builder()
        .queueUrl(queue.id())
        .policy(Outputs.ifPresent(queue.arn(), PolicyDocument::denyingPlainHttp))
        .build(), child);
  }

  private static QueueArgs.Builder highThroughput() {
    return QueueArgs.builder()
        .fifoQueue(true)
        .contentBasedDeduplication(false)
        .deduplicationScope("messageGroup")
        .fifoThroughputLimit("perMessageGroupId")
        .sqsManagedSseEnabled(true);
  }

  /** Returns how CloudWatch's metrics name the queue. */
  public Output<String> name() {
    return name;
  }

  /** Returns how CloudWatch's metrics name the dead-letter queue. */
  public Output<String> deadLetterName() {
    return deadLetterName;
  }

  public Output<String> url() {
    return url;
  }

  public Output<String> arn() {
    return arn;
  }

  public Output<String> deadLetterUrl() {
    return deadLetterUrl;
  }

  public Output<String> deadLetterArn() {
    return deadLetterArn;
  }
}
