package dev.sluice.infra.queue;

import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.configuration.QueueConfiguration;
import dev.sluice.infra.json.CanonicalJson;
import java.util.Map;

/**
 * A logical queue: a FIFO queue and the FIFO dead-letter queue that takes what was received too often.
 *
 * <p>Deduplication and the throughput limit count by message group, which AWS calls high throughput for FIFO queues. Senders
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

  private final Output<String> url;
  private final Output<String> arn;
  private final Output<String> deadLetterUrl;
  private final Output<String> deadLetterArn;

  public JobQueue(String name, Args args, ComponentResourceOptions options) {
    super("sluice:queue:JobQueue", name, options);
    var configuration = args.configuration();
    var child = CustomResourceOptions.builder().parent(this).build();

    Queue deadLetters = new Queue(name + "-dead-letters", highThroughput()
        .name(args.physicalName() + "-dead-letters.fifo")
        .messageRetentionSeconds((int) configuration.deadLetterRetention().toSeconds())
        .build(), child);

    Queue queue = new Queue(name, highThroughput()
        .name(args.physicalName() + ".fifo")
        .visibilityTimeoutSeconds((int) configuration.visibilityTimeout().toSeconds())
        .messageRetentionSeconds((int) configuration.retention().toSeconds())
        .redrivePolicy(deadLetters.arn().applyValue(arn ->
            CanonicalJson.of(Map.of("deadLetterTargetArn", arn, "maxReceiveCount", configuration.maxReceives()))))
        .build(), child);

    url = queue.url();
    arn = queue.arn();
    deadLetterUrl = deadLetters.url();
    deadLetterArn = deadLetters.arn();
    registerOutputs(Map.of("url", url, "deadLetterUrl", deadLetterUrl));
  }

  private static QueueArgs.Builder highThroughput() {
    return QueueArgs.builder()
        .fifoQueue(true)
        .contentBasedDeduplication(false)
        .deduplicationScope("messageGroup")
        .fifoThroughputLimit("perMessageGroupId");
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
