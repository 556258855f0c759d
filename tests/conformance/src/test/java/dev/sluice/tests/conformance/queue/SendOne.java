package dev.sluice.tests.conformance.queue;

import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Settings;
import dev.sluice.core.queue.OutgoingMessage;
import java.util.List;

/** A process that knows its queues from its environment alone, as a service does, and sends one message. */
final class SendOne {
  private SendOne() {}

  public static void main(String[] arguments) {
    try (SqsQueues queues = SqsQueues.open(Settings.fromEnvironment(ServiceKind.WORKER))) {
      if (!queues.queues().work("default").send(List.of(new OutgoingMessage(arguments[0], "d", "g"))).isEmpty()) {
        throw new IllegalStateException("refused");
      }
    }
  }
}
