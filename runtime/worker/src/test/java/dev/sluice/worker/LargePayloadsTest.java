package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.payload.LostPayloadException;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Payloads of a megabyte through real workers, with a payload store and without one. */
@Timeout(60)
class LargePayloadsTest {
  private static final int MEGABYTE = 1 << 20;

  record Text(String text) {}

  record Lengths(int input, int output, int checkpoint) {}

  record Threads(Map<String, Object> words) {}

  /** A text, then twice that text, then the lengths of both. */
  private static final class Doubling implements JobSource<Text, Lengths> {
    @Override
    public Job<Text, Lengths> define(JobBuilder<Text> job) {
      var twice = job.op("twice", Text.class, (input, context) -> new Text(input.text() + input.text()));
      return job.output(job.op("lengths", Lengths.class, twice, (text, context) -> {
        context.checkpoint(text);
        int checkpoint = context.lastCheckpoint(Text.class).orElseThrow().text().length();
        return new Lengths(text.text().length() / 2, text.text().length(), checkpoint);
      }));
    }
  }

  /** An op that returns what is no data. */
  private static final class Counts implements JobSource<Text, Threads> {
    @Override
    public Job<Text, Threads> define(JobBuilder<Text> job) {
      return job.output(job.op("count", Threads.class, (input, context) -> new Threads(Map.of("a", new Thread()))));
    }
  }

  private static String input(int size) {
    return "{\"text\":\"" + "x".repeat(size) + "\"}";
  }

  private static Cause cause(Rig rig, RunId run, String op) {
    assertThat(rig.awaitEnd(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(rig.op(run, op).attempt()).as("attempts: it is not retried").isEqualTo(1);
    Cause cause = rig.op(run, op).cause();
    assertThat(cause).isNotNull();
    return cause;
  }

  @Test
  void aMegabytePassesFromInputThroughOpsAndCheckpoints() {
    try (Rig rig = new Rig(true, List.of("default"), new Doubling())) {
      rig.start("w1", 2);
      RunId run = rig.submit("doubling", input(MEGABYTE));
      rig.awaitSuccess(run);
      assertThat(rig.run(run).output()).isEqualTo(
          "{\"input\":%d,\"output\":%d,\"checkpoint\":%d}".formatted(MEGABYTE, 2 * MEGABYTE, 2 * MEGABYTE));
      assertThat(rig.run(run).input()).startsWith("@");
      assertThat(rig.op(run, "twice").output()).startsWith("@").hasSizeLessThanOrEqualTo(96);
      // Output and checkpoint of the same content share one.
      assertThat(rig.payloadStore.putBefore(LocalDate.MAX, null, 10)).hasSize(2);
    }
  }

  @Test
  void withoutAStoreALargeOutputFailsForGoodAndSaysWhatToDo() {
    try (Rig rig = new Rig(new Doubling())) {
      rig.start("w1", 1);
      RunId run = rig.submit("doubling", input(40_000));
      assertThat(cause(rig, run, "twice").message()).contains("the output of op twice of job doubling", "80011 bytes",
          "more than the 65536", "SLUICE_PAYLOAD_STORE", "SLUICE_PAYLOAD_INLINE_LIMIT");
    }
  }

  @Test
  void pastTheHardLimitALargeOutputFailsForGoodToo() {
    try (Rig rig = new Rig(true, List.of("default"), new Doubling())) {
      rig.start("w1", 1);
      RunId run = rig.submit("doubling", input(3 * MEGABYTE));
      assertThat(cause(rig, run, "twice").message()).contains("the output of op twice of job doubling", "more than the 4194304",
          "SLUICE_MAX_PAYLOAD_SIZE");
    }
  }

  @Test
  void aLostOrDamagedInputFailsTheAttemptForGoodAndNamesTheReference() {
    try (Rig rig = new Rig(true, List.of("default"), new Doubling())) {
      RunId lost = rig.accept("doubling", input(MEGABYTE));
      RunId damaged = rig.accept("doubling", input(MEGABYTE + 1));
      rig.payloadStore.delete(List.of(PayloadAddress.ofReference(rig.run(lost).input())));
      rig.payloadStore.damage(
          PayloadAddress.ofReference(rig.run(damaged).input()), input(MEGABYTE + 1).replace('x', 'y').getBytes(StandardCharsets.UTF_8));
      rig.start("w1", 1);
      rig.dispatch();
      assertThat(cause(rig, lost, "twice").type()).isEqualTo(LostPayloadException.class.getName());
      assertThat(cause(rig, lost, "twice").message()).contains("the input of job doubling is lost", rig.run(lost).input());
      assertThat(cause(rig, damaged, "twice").message()).contains("another digest", rig.run(damaged).input());
    }
  }

  @Test
  void anOutputThatIsNoDataFailsForGoodWithPathAndType() {
    try (Rig rig = new Rig(new Counts())) {
      rig.start("w1", 1);
      RunId run = rig.submit("counts", input(1));
      assertThat(cause(rig, run, "count").message()).contains(
          "the output of op count of job counts", "Threads.words[\"a\"]: java.lang.Thread cannot be written");
    }
  }
}
