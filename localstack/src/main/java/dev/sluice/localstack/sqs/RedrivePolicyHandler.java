package dev.sluice.localstack.sqs;

import dev.sluice.localstack.engine.CreatedResource;
import dev.sluice.localstack.engine.ResourceHandler;
import dev.sluice.localstack.engine.ResourceRequest;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/** {@code aws:sqs/redrivePolicy:RedrivePolicy}: which dead-letter queue a queue has, and after how many receives. */
public final class RedrivePolicyHandler implements ResourceHandler {
  private final Supplier<SqsServer> sqs;

  /** @param sqs the server, waited for until it is up */
  public RedrivePolicyHandler(Supplier<SqsServer> sqs) {
    this.sqs = sqs;
  }

  @Override
  public CreatedResource create(ResourceRequest request) throws IOException, InterruptedException {
    String url = request.inputs().requiredText("queueUrl");
    sqs.get().setAttributes(url, Map.of("RedrivePolicy", request.inputs().requiredText("redrivePolicy")));
    return CreatedResource.answering(request).created(url);
  }
}
