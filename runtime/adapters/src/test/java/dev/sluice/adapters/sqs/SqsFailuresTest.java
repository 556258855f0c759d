package dev.sluice.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.scripted.ScriptedEndpoint;
import dev.sluice.adapters.scripted.ScriptedEndpoint.Answer;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.queue.QueueNotFoundException;
import dev.sluice.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

final class SqsFailuresTest {
  private static final String MD5_OF_M = "6f8f57715090da2632453988d9a1501b";
  private static final List<OutgoingMessage> ONE = List.of(new OutgoingMessage("m", "d", "g"));

  @ParameterizedTest
  @CsvSource({
      "403, ExpiredToken, SQS does not accept our AWS credentials (ExpiredToken): they are expired or wrong",
      "403, InvalidClientTokenId, SQS does not accept our AWS credentials (InvalidClientTokenId): they are expired or wrong",
      "403, SignatureDoesNotMatch, SQS does not accept our AWS credentials (SignatureDoesNotMatch): they are expired or wrong",
      "403, AccessDeniedException, our AWS credentials do not allow it (AccessDeniedException): check the policy of the task's role",
      "400, RequestThrottled, SQS slows us down (RequestThrottled); it is tried again",
      "400, ThrottlingException, SQS slows us down (ThrottlingException); it is tried again",
      "500, InternalFailure, SQS failed (500 InternalFailure); it is tried again",
      "503, ServiceUnavailable, SQS failed (503 ServiceUnavailable); it is tried again",
  })
  void aRefusedCallSaysWhyAndWhatToDo(int status, String code, String reason) {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(Answer.error(status, code)); SqsQueues queues = connect(endpoint)) {
      JobQueue queue = queues.queues().work("bulk");

      assertThatThrownBy(() -> queue.receive(1, Duration.ZERO))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContainingAll("could not receive from queue \"bulk\"", reason);
      assertThatThrownBy(() -> queue.send(ONE))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContainingAll("could not send to queue \"bulk\"", reason);
    }
  }

  @Test
  void aMissingQueueIsNamedWithTheSettingThatHoldsItsAddress() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(Answer.error(400, "QueueDoesNotExist")); SqsQueues queues = connect(endpoint)) {
      assertThatThrownBy(() -> queues.queues().deadLetter("bulk").depth())
          .isInstanceOf(QueueNotFoundException.class)
          .hasMessage("queue \"bulk\" not found at https://sqs.example/1/bulk-dead.fifo:"
              + " run `pulumi up` or check SLUICE_DEAD_LETTER_QUEUE_URLS");
    }
  }

  @Test
  void aSendIsRepeatedUnderTheSameDeduplicationIdWhenTheConnectionBreaks() {
    Answer sent = new Answer(200, "{\"Successful\":[{\"Id\":\"0\",\"MessageId\":\"1\",\"MD5OfMessageBody\":\"" + MD5_OF_M + "\"}]}");
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(Answer.HANG_UP, sent); SqsQueues queues = connect(endpoint)) {
      assertThat(queues.queues().work("bulk").send(ONE)).isEmpty();

      assertThat(endpoint.requests()).hasSize(2).allMatch(request -> request.contains("\"MessageDeduplicationId\":\"d\""));
    }
  }

  @Test
  void aReceiveIsNotRepeatedWhenTheConnectionBreaks() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(Answer.HANG_UP); SqsQueues queues = connect(endpoint)) {
      assertThatThrownBy(() -> queues.queues().work("bulk").receive(1, Duration.ZERO))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContaining("no connection");

      assertThat(endpoint.requests()).hasSize(1);
    }
  }

  @Test
  void anEndpointThatIsNotThereIsAnUnavailableQueue() {
    ScriptedEndpoint endpoint = new ScriptedEndpoint(Answer.HANG_UP);
    endpoint.close();
    try (SqsQueues queues = connect(endpoint)) {
      assertThatThrownBy(() -> queues.queues().work("bulk").depth())
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContaining("no connection");
    }
  }

  @Test
  void messagesThatSqsRefusesOneByOneAreReturned() {
    Answer partial = new Answer(200, "{\"Successful\":[{\"Id\":\"0\",\"MessageId\":\"1\",\"MD5OfMessageBody\":\"" + MD5_OF_M + "\"}],"
        + "\"Failed\":[{\"Id\":\"1\",\"SenderFault\":true,\"Code\":\"InvalidParameterValue\",\"Message\":\"no\"},"
        + "{\"Id\":\"2\",\"SenderFault\":false,\"Code\":\"InternalError\",\"Message\":\"sorry\"}]}");
    List<OutgoingMessage> messages = List.of(
        new OutgoingMessage("m", "1", "g"), new OutgoingMessage("b", "2", "g"), new OutgoingMessage("c", "3", "g"));
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(partial); SqsQueues queues = connect(endpoint)) {
      assertThat(queues.queues().work("bulk").send(messages)).containsExactly(messages.get(1), messages.get(2));
    }
  }

  @Test
  void aDeletePassesOverWhatIsGoneAndReportsWhatSqsFailed() {
    Answer gone = new Answer(200, "{\"Successful\":[],\"Failed\":[{\"Id\":\"0\",\"SenderFault\":true,\"Code\":\"ReceiptHandleIsInvalid\"}]}");
    Answer failed = new Answer(200, "{\"Successful\":[],\"Failed\":[{\"Id\":\"0\",\"SenderFault\":false,\"Code\":\"InternalError\"}]}");
    List<Delivery> deliveries = List.of(new Delivery("1", "r", "m", 1));
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(gone, failed); SqsQueues queues = connect(endpoint)) {
      queues.queues().work("bulk").delete(deliveries);

      assertThatThrownBy(() -> queues.queues().work("bulk").delete(deliveries))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContainingAll("delete from queue \"bulk\"", "1 of 1", "InternalError");
    }
  }

  @Test
  void anAnswerThatDoesNotFitTheMessageIsAnUnavailableQueue() {
    Answer wrong = new Answer(200, "{\"Successful\":[{\"Id\":\"0\",\"MessageId\":\"1\",\"MD5OfMessageBody\":\"00\"}]}");
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(wrong); SqsQueues queues = connect(endpoint)) {
      assertThatThrownBy(() -> queues.queues().work("bulk").send(ONE))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContainingAll("could not send to queue \"bulk\"", "MD5 returned by SQS does not match");
    }
  }

  private static SqsQueues connect(ScriptedEndpoint endpoint) {
    SqsClientBuilder builder = SqsClient.builder()
        .endpointOverride(endpoint.uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    return SqsQueues.open(
        builder, Map.of("bulk", "https://sqs.example/1/bulk.fifo"), Map.of("bulk", "https://sqs.example/1/bulk-dead.fifo"));
  }
}
