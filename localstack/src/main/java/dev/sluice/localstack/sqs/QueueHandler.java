package dev.sluice.localstack.sqs;

import dev.sluice.localstack.engine.CreatedResource;
import dev.sluice.localstack.engine.Inputs;
import dev.sluice.localstack.engine.ResourceHandler;
import dev.sluice.localstack.engine.ResourceRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code aws:sqs/queue:Queue}. ElasticMQ keeps deduplication, order by group, visibility, delay, waiting and redrive; it drops
 * retention, message size, policies and encryption.
 */
public final class QueueHandler implements ResourceHandler {
  private final Supplier<SqsServer> sqs;

  /** @param sqs the server, waited for until it is up */
  public QueueHandler(Supplier<SqsServer> sqs) {
    this.sqs = sqs;
  }

  @Override
  public CreatedResource create(ResourceRequest request) throws IOException, InterruptedException {
    Inputs inputs = request.inputs();
    boolean fifo = inputs.flag("fifoQueue");
    String name = request.physicalName("name", fifo ? ".fifo" : "");
    if (fifo != name.endsWith(".fifo")) {
      // The rule of CreateQueue: "The name of a FIFO queue must end with the .fifo suffix."
      throw new IllegalArgumentException("queue " + name + ": the name of a FIFO queue, and only of one, ends with .fifo");
    }
    sqs.get().createQueue(name, attributesOf(inputs, fifo));
    String url = sqs.get().urlOf(name);
    return CreatedResource.answering(request)
        .with("name", name)
        .with("url", url)
        .with("arn", sqs.get().account().arn("sqs", name))
        .withDefault("visibilityTimeoutSeconds", 30)
        .withDefault("messageRetentionSeconds", 345_600)
        .withDefault("maxMessageSize", 262_144)
        .withDefault("delaySeconds", 0)
        .withDefault("receiveWaitTimeSeconds", 0)
        .withDefault("fifoQueue", fifo)
        .created(url);
  }

  private static Map<String, String> attributesOf(Inputs inputs, boolean fifo) {
    Map<String, String> attributes = new LinkedHashMap<>();
    if (fifo) {
      attributes.put("FifoQueue", "true");
      attributes.put("ContentBasedDeduplication", Boolean.toString(inputs.flag("contentBasedDeduplication")));
    }
    inputs.integer("visibilityTimeoutSeconds").ifPresent(value -> attributes.put("VisibilityTimeout", value.toString()));
    inputs.integer("receiveWaitTimeSeconds").ifPresent(value ->
        attributes.put("ReceiveMessageWaitTimeSeconds", value.toString()));
    inputs.integer("delaySeconds").ifPresent(value -> attributes.put("DelaySeconds", value.toString()));
    inputs.text("redrivePolicy").ifPresent(value -> attributes.put("RedrivePolicy", value));
    return attributes;
  }
}
