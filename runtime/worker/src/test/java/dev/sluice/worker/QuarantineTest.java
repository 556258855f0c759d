package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.worker.TestJobs.Single;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuarantineTest {
  private static final String INPUT = "{\"text\":\"in\"}";
  private static final String RUN = "01900000-0000-7000-8000-000000000001";

  private static String task(String runId, String queue) {
    return new OpExecutionTask(1, runId + "/only", runId, "only", "single", "v1", queue, 0, 1, null).toJson();
  }

  private static JsonNode quarantined(String body) throws Exception {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      rig.queue("default").send(List.of(new OutgoingMessage(body, "alien", "alien")));
      rig.start("w1", 1);
      rig.recorder.await("quarantined default");

      // The worker goes on.
      rig.awaitSuccess(rig.submit("single", INPUT));
      rig.awaitQueuesEmpty();
      Delivery letter = rig.deadLetter("default").receive(1, Duration.ZERO).get(0);
      JsonNode fields = JsonMapper.builder().build().readTree(letter.body());
      assertThat(fields.get("body").textValue()).isEqualTo(body);
      assertThat(fields.get("queue").textValue()).isEqualTo("default");
      assertThat(fields.get("messageId").textValue()).isNotBlank();
      return fields.get("reason");
    }
  }

  @Test
  void aMessageThatIsNotJsonIsQuarantinedWithTheReason() throws Exception {
    assertThat(quarantined("hello, is this thing on?").textValue()).contains("Unrecognized token");
  }

  @Test
  void aMessageThatLacksFieldsIsQuarantinedWithTheReason() throws Exception {
    assertThat(quarantined("{\"schemaVersion\":1}").textValue()).isNotBlank();
  }

  @Test
  void aMessageWithAMalformedRunIdIsQuarantined() throws Exception {
    assertThat(quarantined(task("nonsense", "default")).textValue()).contains("run id");
  }

  @Test
  void aMessageForAnotherQueueIsQuarantined() throws Exception {
    assertThat(quarantined(task(RUN, "bulk")).textValue()).contains("meant for queue \"bulk\"");
  }

  @Test
  void aMessageOfAnOpExecutionThatNobodyKnowsIsQuarantined() throws Exception {
    assertThat(quarantined(task(RUN, "default")).textValue()).isEqualTo("no op execution " + RUN + "/only is known");
  }

  @Test
  void aMessageStaysOnItsQueueWhileTheDeadLetterQueueCannotBeReached() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      hand.wire().tap((call, arguments) -> {
        if (call.equals("dead letter default send")) {
          throw new dev.sluice.core.queue.QueueUnavailableException("away", new IOException("away"));
        }
      });
      rig.queue("default").send(List.of(new OutgoingMessage("alien", "alien", "alien")));
      rig.recorder.await("troubled quarantine");
      assertThat(rig.queue("default").depth().inFlight()).isEqualTo(1);

      hand.wire().tap((call, arguments) -> {});
      rig.clock.advance(Rig.VISIBILITY);

      rig.recorder.await("quarantined default");
      assertThat(rig.deadLetter("default").depth().visible()).isEqualTo(1);
    }
  }
}
