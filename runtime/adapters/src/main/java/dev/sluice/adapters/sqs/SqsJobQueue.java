package dev.sluice.adapters.sqs;

import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.queue.QueueDepth;
import dev.sluice.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * A FIFO queue of Amazon SQS. Safe for any thread; calls block on the network. Visibility timeout, redrive and retention are the
 * queue's own, as the stack set them.
 *
 * <p>Sends, deletes and extensions are repeated by the SDK where the network fails: SQS deduplicates the first and the others do no
 * harm. A receive is not, since one whose answer was lost has taken its messages already; the caller polls again anyway.
 *
 * <p>SQS counts in whole seconds: waits and visibilities are rounded up.
 */
final class SqsJobQueue implements JobQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SqsJobQueue.class);

  /** "The longest long poll is 20 seconds." */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** How much later than the end of the long poll the answer may arrive. */
  private static final Duration ANSWER_MARGIN = Duration.ofSeconds(5);

  private final SqsClient client;
  private final SqsClient receiver;
  private final LongPolls longPolls;
  private final String name;
  private final String url;
  private final SqsFailures failures;

  /**
   * Makes the queue at an address.
   *
   * @param client repeats what fails
   * @param receiver repeats nothing
   * @param setting key of the setting that the address came from
   */
  SqsJobQueue(SqsClient client, SqsClient receiver, LongPolls longPolls, String name, String url, String setting) {
    this.client = client;
    this.receiver = receiver;
    this.longPolls = longPolls;
    this.name = name;
    this.url = url;
    this.failures = new SqsFailures(name, url, setting);
  }

  @Override
  public List<OutgoingMessage> send(List<OutgoingMessage> messages) {
    List<OutgoingMessage> refused = new ArrayList<>();
    List<OutgoingMessage> sendable = new ArrayList<>();
    for (OutgoingMessage message : messages) {
      // One message that SQS does not take could make it refuse the whole call.
      Optional<String> problem = message.problem();
      problem.ifPresent(reason -> LOG.warn("queue {} takes no such message: {}", name, reason));
      (problem.isPresent() ? refused : sendable).add(message);
    }
    for (List<OutgoingMessage> batch : SqsBatches.ofMessages(sendable)) {
      for (BatchResultErrorEntry failed : sendBatch(batch)) {
        // "can't be enqueued", says the API of every entry that it lists as failed, whoever is at fault.
        LOG.warn("queue {} refused a message: {} {} (our fault: {})", name, failed.code(), failed.message(), failed.senderFault());
        refused.add(batch.get(Integer.parseInt(failed.id())));
      }
    }
    return refused;
  }

  private List<BatchResultErrorEntry> sendBatch(List<OutgoingMessage> batch) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (OutgoingMessage message : batch) {
      entries.add(SendMessageBatchRequestEntry.builder()
          .id(Integer.toString(entries.size()))
          .messageBody(message.body())
          .messageGroupId(message.groupId())
          .messageDeduplicationId(message.deduplicationId())
          .build());
    }
    return calling("send to", () -> client.sendMessageBatch(request -> request.queueUrl(url).entries(entries)).failed());
  }

  @Override
  public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
    if (max < 1 || max > MOST_A_CALL) {
      throw new IllegalArgumentException("max must be 1 to " + MOST_A_CALL + ", got " + max);
    }
    Duration poll = Duration.ofSeconds(Math.min(wholeSeconds(wait), LONGEST_WAIT.toSeconds()));
    ReceiveMessageRequest request = ReceiveMessageRequest.builder()
        .queueUrl(url)
        .maxNumberOfMessages(max)
        .waitTimeSeconds(Math.toIntExact(poll.toSeconds()))
        .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
        .overrideConfiguration(pollConfiguration(poll.plus(ANSWER_MARGIN)))
        .build();
    try {
      return longPolls.await(() -> deliveries(receiver.receiveMessage(request)), this::giveBack);
    } catch (SdkException e) {
      throw failures.of("receive from", e);
    }
  }

  private static AwsRequestOverrideConfiguration pollConfiguration(Duration timeout) {
    return AwsRequestOverrideConfiguration.builder()
        .apiCallTimeout(timeout)
        .apiCallAttemptTimeout(timeout)
        .build();
  }

  private static List<Delivery> deliveries(ReceiveMessageResponse response) {
    return response.messages().stream().map(SqsJobQueue::delivery).toList();
  }

  /** Shows messages to others at once that nobody waits for here any more. */
  private void giveBack(List<Delivery> deliveries) {
    try {
      extendVisibility(deliveries, Duration.ZERO);
    } catch (QueueUnavailableException e) {
      LOG.warn("{} messages of queue {} may come back only after their visibility timeout: {}", deliveries.size(), name, e.getMessage());
    }
  }

  private static Delivery delivery(Message message) {
    String receives = message.attributes().getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    return new Delivery(message.messageId(), message.receiptHandle(), message.body(), Integer.parseInt(receives));
  }

  @Override
  public void extendVisibility(Collection<Delivery> deliveries, Duration visibility) {
    int seconds = Math.toIntExact(wholeSeconds(visibility));
    inBatches("extend messages of", deliveries, batch -> {
      List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
      for (Delivery delivery : batch) {
        entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
            .id(Integer.toString(entries.size()))
            .receiptHandle(delivery.receipt())
            .visibilityTimeout(seconds)
            .build());
      }
      return client.changeMessageVisibilityBatch(request -> request.queueUrl(url).entries(entries)).failed();
    });
  }

  @Override
  public void delete(Collection<Delivery> deliveries) {
    inBatches("delete from", deliveries, batch -> {
      List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
      for (Delivery delivery : batch) {
        entries.add(DeleteMessageBatchRequestEntry.builder()
            .id(Integer.toString(entries.size()))
            .receiptHandle(delivery.receipt())
            .build());
      }
      return client.deleteMessageBatch(request -> request.queueUrl(url).entries(entries)).failed();
    });
  }

  @Override
  public QueueDepth depth() {
    Map<QueueAttributeName, String> attributes = calling("measure", () -> client.getQueueAttributes(request -> request
        .queueUrl(url)
        .attributeNames(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)).attributes());
    return new QueueDepth(
        count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
        count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
        count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
  }

  private long count(Map<QueueAttributeName, String> attributes, QueueAttributeName attribute) {
    String text = attributes.get(attribute);
    if (text == null) {
      throw new IllegalStateException("queue \"" + name + "\" does not tell its " + attribute);
    }
    return Long.parseLong(text);
  }

  /** Calls batch by batch; what SQS calls our fault is a message that is gone or came back, and is passed over. */
  private void inBatches(String verb, Collection<Delivery> deliveries, Function<List<Delivery>, List<BatchResultErrorEntry>> call) {
    List<BatchResultErrorEntry> faults = new ArrayList<>();
    for (List<Delivery> batch : SqsBatches.of(deliveries)) {
      List<BatchResultErrorEntry> failed = calling(verb, () -> call.apply(batch));
      failed.forEach(entry -> LOG.debug("could not {} queue {}: {} {}", verb, name, entry.code(), entry.message()));
      failed.stream().filter(entry -> !Boolean.TRUE.equals(entry.senderFault())).forEach(faults::add);
    }
    if (!faults.isEmpty()) {
      throw new QueueUnavailableException("could not " + verb + " queue \"" + name + "\": SQS failed " + faults.size()
          + " of " + deliveries.size() + " messages (" + faults.get(0).code() + ")", null);
    }
  }

  private <T> T calling(String verb, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw failures.of(verb, e);
    }
  }

  private static long wholeSeconds(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }
}
