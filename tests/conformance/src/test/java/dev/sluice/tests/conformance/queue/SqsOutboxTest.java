package dev.sluice.tests.conformance.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.core.queue.QueueNotFoundException;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Messages of outboxes on their way to queues of the application's. */
class SqsOutboxTest {
  private static final IdempotencyKey OP =
      new IdempotencyKey(RunId.parse("01900000-0000-7000-8000-000000000001"), "book");

  private final ElasticMq server = new ElasticMq();
  private final SqsClient client = server.clientBuilder().build();
  private final String fifo = server.createQueue(Duration.ofMinutes(5), Map.of());
  private final String standard = client.createQueue(create -> create.queueName("sms")).queueUrl();
  private final SqsQueues queues = SqsQueues.open(server.clientBuilder(), Map.of(), Map.of());
  private final OutboxSink sink = queues.outbox(Map.of("mail", fifo, "sms", standard, "lost", standard + "-of-nobody"));

  @AfterEach
  void close() {
    queues.close();
    client.close();
    server.close();
  }

  private static OutboxMessage message(int number, String topic, String key) {
    return new OutboxMessage(OP, number, topic, key, "{\"number\":" + number + "}");
  }

  private List<Message> received(String url) {
    List<Message> all = new ArrayList<>();
    List<Message> batch = receive(url);
    while (!batch.isEmpty()) {
      all.addAll(batch);
      List<DeleteMessageBatchRequestEntry> seen = batch.stream().map(message -> DeleteMessageBatchRequestEntry.builder()
          .id(message.messageId()).receiptHandle(message.receiptHandle()).build()).toList();
      client.deleteMessageBatch(delete -> delete.queueUrl(url).entries(seen));
      batch = receive(url);
    }
    return all;
  }

  private List<Message> receive(String url) {
    return client.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All")
        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)).messages();
  }

  @Test
  void aMessageGoesToTheQueueOfItsTopicInTheOrderOfItsKeyAndOnce() throws Exception {
    String foreign = "the key of a customer: \u00e4".repeat(20);
    assertThat(sink.topics()).containsExactlyInAnyOrder("mail", "sms", "lost");
    sink.send(message(1, "mail", "ada"));
    sink.send(message(2, "mail", foreign));
    sink.send(message(3, "mail", "ada"));
    sink.send(message(3, "mail", "ada")); // as after a crash between the delivery and its record

    List<Message> mails = received(fifo);
    assertThat(mails).extracting(Message::body)
        .containsExactlyInAnyOrder("{\"number\":1}", "{\"number\":2}", "{\"number\":3}")
        .containsSubsequence("{\"number\":1}", "{\"number\":3}");
    assertThat(mails).allSatisfy(mail -> {
      String number = mail.body().replaceAll("\\D", "");
      assertThat(mail.attributes().get(MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID)).isEqualTo(OP + "#" + number);
      assertThat(mail.messageAttributes().get("idempotency-key").stringValue()).isEqualTo(OP + "#" + number);
      String group = mail.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
      assertThat(group).matches(number.equals("2") ? "[A-Za-z0-9_-]{22}" : "ada");
    });
  }

  @Test
  void aQueueThatIsNotFifoHasTheKeyAsAnAttribute() throws Exception {
    sink.send(message(1, "sms", "ada"));

    assertThat(received(standard)).singleElement().satisfies(text ->
        assertThat(text.messageAttributes().get("idempotency-key").stringValue()).isEqualTo(OP + "#1"));
  }

  @Test
  void aQueueThatIsNotThereIsNamedWithItsSetting() {
    assertThatThrownBy(() -> sink.send(message(1, "lost", "ada"))).isInstanceOf(QueueNotFoundException.class)
        .hasMessageContaining("sms-of-nobody").hasMessageContaining("SLUICE_OUTBOX_QUEUE_URLS");
  }
}
