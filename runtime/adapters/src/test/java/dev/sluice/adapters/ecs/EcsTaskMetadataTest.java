package dev.sluice.adapters.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.adapters.scripted.ScriptedEndpoint;
import dev.sluice.adapters.scripted.ScriptedEndpoint.Answer;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class EcsTaskMetadataTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(EcsTaskMetadata.class);
  private static final String ID = "158d1c8083dd49d6b527399fd6414f5c";
  private static final Answer TASK =
      new Answer(200, "{\"Cluster\":\"default\",\"TaskARN\":\"arn:aws:ecs:us-west-2:111122223333:task/default/" + ID + "\"}");

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-24T00:00:00Z"));
  private final List<Duration> pauses = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    LOGGER.addAppender(log);
  }

  @AfterEach
  void leave() {
    LOGGER.detachAppender(log);
  }

  private Optional<String> taskId(String uri) {
    return EcsTaskMetadata.taskId(Map.of("ECS_CONTAINER_METADATA_URI_V4", uri), clock, time -> {
      pauses.add(time);
      clock.advance(time);
    });
  }

  @Test
  void theTaskIsTheOneOfWhichTheAgentTells() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(TASK)) {
      assertThat(taskId(endpoint.uri() + "/v4/container")).contains(ID);
      assertThat(endpoint.requests()).containsExactly("GET /v4/container/task ");
    }
    assertThat(pauses).isEmpty();
    assertThat(log.list).isEmpty();
  }

  @Test
  void anAgentThatFailsIsAskedAgainAfterPauses() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(Answer.error(500, "Busy"), Answer.error(429, "Busy"), Answer.error(404, "New"), TASK)) {
      assertThat(taskId(endpoint.uri().toString())).contains(ID);
    }
    assertThat(pauses).extracting(Duration::toMillis).containsExactly(200L, 400L, 800L);
    assertThat(log.list).isEmpty();
  }

  @Test
  void anAgentThatTellsNoTaskIsNotWaitedForAndTheLogSaysWhatFollows() {
    for (Answer answer : List.of(Answer.HANG_UP, Answer.error(404, "None"), new Answer(200, "not JSON"), new Answer(200, "{}"))) {
      pauses.clear();
      log.list.clear();
      try (ScriptedEndpoint endpoint = new ScriptedEndpoint(answer)) {
        assertThat(taskId(endpoint.uri().toString())).as(answer.body()).isEmpty();
        assertThat(log.list).singleElement().satisfies(line -> {
          assertThat(line.getLevel()).isEqualTo(Level.WARN);
          assertThat(line.getFormattedMessage()).contains(endpoint.uri().toString(), "until their leases run out");
        });
      }
      assertThat(pauses).extracting(Duration::toMillis).containsExactly(200L, 400L, 800L, 1_600L);
    }
  }

  @Test
  void whoIsInterruptedGoesOnWithoutAnId() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(Answer.error(500, "Busy"))) {
      assertThat(EcsTaskMetadata.taskId(Map.of("ECS_CONTAINER_METADATA_URI_V4", endpoint.uri().toString()), clock, time -> {
        throw new InterruptedException();
      })).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(endpoint.requests()).hasSize(1);
    }
  }

  @Test
  void outsideOfEcsThereIsNoTask() {
    assertThat(EcsTaskMetadata.taskId(Map.of("HOSTNAME", "box"))).isEmpty();
    assertThat(taskId("")).isEmpty();
    assertThat(log.list).isEmpty();
    for (String address : List.of("nonsense", "ftp://127.0.0.1/agent", "http://127.0.0.1:1/agent")) {
      assertThat(taskId(address)).as(address).isEmpty();
    }
    assertThat(log.list).hasSize(3);
  }
}
