package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.command.Program;
import dev.sluice.core.run.Trigger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is wrong with the shape of a job is told when it is defined, all at once, with job and op named. */
class WorkflowDefinitionTest {

  private static final class Any implements JobSource<String, String> {
    private final Function<JobBuilder<String>, Op<String>> ops;

    Any(Function<JobBuilder<String>, Op<String>> ops) {
      this.ops = ops;
    }

    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(ops.apply(job));
    }
  }

  private static Op<String> op(JobBuilder<String> job, String name) {
    return job.op(name, String.class, (input, context) -> input);
  }

  private static Job<String, String> define(Function<JobBuilder<String>, Op<String>> ops) {
    return JobBuilder.define(new Any(ops));
  }

  private static void assertRefused(Function<JobBuilder<String>, Op<String>> ops, String... words) {
    assertThatThrownBy(() -> define(ops)).isInstanceOf(JobDefinitionException.class).hasMessageContaining("any").hasMessageContainingAll(words);
  }

  @Test
  void opsThatWaitForEachOtherAreNamedInTheirCircle() {
    assertRefused(job -> {
      Op<String> first = op(job, "first");
      Op<String> second = job.op("second", String.class, first, (text, context) -> text);
      first.after(second);
      return second;
    }, "its ops wait for each other", "first -> second -> first");
  }

  @Test
  void opsAreOrderedByTheirEdgesWhereverTheyWereWritten() {
    Job<String, String> job = define(builder -> {
      Op<String> last = op(builder, "last");
      last.after(op(builder, "early"));
      return last;
    });
    assertThat(job.ops()).extracting(OpDefinition::name).containsExactly("early", "last");
    assertThat(job.op("last").inputs()).isEmpty();
  }

  @Test
  void twoOpsOfOneNameAreRefusedAlsoWhereThePlatformMakesOne() {
    assertRefused(job -> {
      op(job, "same");
      return op(job, "same");
    }, "op \"same\" is defined twice");
    assertRefused(job -> op(job, "undo").compensate((output, context) -> { }), "op \"undo\": of a job with compensations, such a name is the platform's");
  }

  @Test
  void whatUndoesAnOpHasAKeyToo() {
    assertRefused(job -> op(job, "x".repeat(76)).compensate((output, context) -> { }), "an op with a compensation has at most 75 letters");
    assertThat(version(job -> op(job, "x".repeat(75)).compensate((output, context) -> { }))).isNotEmpty();
  }

  @Test
  void codeThatIsNotThereIsNamedWithItsOp() {
    String gone = "has no code: what it is to run is null";
    OpFunction1<String, String> none = null;
    assertRefused(job -> job.op("plain", String.class, none), "op \"plain\": it " + gone);
    assertRefused(job -> job.async("later", String.class, (OpFunction1<String, CompletionStage<String>>) null), "op \"later\": it " + gone);
    assertRefused(job -> job.transactional("together", String.class, (TransactionalFunction1<String, String>) null),
        "op \"together\": it " + gone);
    assertRefused(job -> op(job, "undone").compensate(null), "op \"undone\": it " + gone);
    assertRefused(job -> {
      job.map("each", String.class, String.class, List::of, none);
      job.map("none", String.class, String.class, null, (item, context) -> item);
      return op(job, "end");
    }, "op \"each\": it " + gone, "op \"none\": it " + gone);
  }

  @Test
  void whatIsNotThereIsNamedWithItsOp() {
    String missing = "it comes after an op that is null: define that one first";
    Op<String> none = null;
    List<Op<String>> nones = null;
    assertRefused(job -> job.op("one", String.class, none, (text, context) -> text), "op \"one\": " + missing);
    assertRefused(job -> job.op("two", String.class, op(job, "first"), none, (text, other, context) -> text), "op \"two\": " + missing);
    assertRefused(job -> job.op("all", String.class, nones, (texts, context) -> ""), "op \"all\": " + missing);
    assertRefused(job -> job.firstOf("any", String.class, Arrays.asList(op(job, "first"), null)), "op \"any\": " + missing);
    assertRefused(job -> job.async("later", String.class, none, (text, context) -> CompletableFuture.completedFuture(text)),
        "op \"later\": " + missing);
    assertRefused(job -> job.transactional("together", String.class, none, (text, context, connection) -> text), "op \"together\": " + missing);
    assertRefused(job -> job.command("program", String.class, none, "cat"), "op \"program\": " + missing);
    assertRefused(job -> job.sleep("sleep", Duration.ofHours(1), none), "op \"sleep\": " + missing);
    assertRefused(job -> job.sub("part", new Elsewhere(), none), "op \"part\": " + missing);
    assertRefused(job -> op(job, "after").after(none), "op \"after\": " + missing);
    assertRefused(job -> op(job, "after").after((Op<?>[]) null), "op \"after\": " + missing);
    assertRefused(job -> op(job, "after").after((Collection<Op<?>>) null), "op \"after\": " + missing);
    assertRefused(job -> op(job, "only").onlyIf(none, "yes"), "op \"only\": its decision is null");
    assertRefused(job -> op(job, "bare").queue(null).timeout(null).retry(null).when(null).orderedBy(null, null).concurrency(null, 1)
            .rateLimit("rate", 1, null),
        "op \"bare\": its queue is null", "its timeout is null", "its retry is null", "its trigger is null", "its class of what gives its",
        "its ordering key's function is null", "a concurrency key has 1 to 255 letters", "got null", "its period of a rate limit is null");
    assertRefused(job -> job.op(null, null, (input, context) -> input), "op \"\": its name must be lower-case", "its class of what it returns is null");
    assertRefused(job -> job.sleep("sleep", null, op(job, "first")), "op \"sleep\": its time is null");
    assertRefused(job -> job.command("words", String.class, "cat", null), "op \"words\": a word of its command is null");
    assertRefused(job -> job.command("program", String.class, (Program) null), "op \"program\": it has no code");
    assertRefused(job -> job.sub("part", null), "op \"part\": the source of its job is null");
    assertRefused(job -> op(job.queue(null).schedule(null, ""), "one"), "its queue is null", "a schedule of it is null");
    assertThatThrownBy(() -> JobBuilder.define(null)).hasMessage("the source of a job is null");
  }

  @Test
  void anOpOfAnotherJobCannotBeTaken() {
    Job<String, String> other = define(job -> op(job, "there"));
    Op<?>[] foreign = new Op<?>[1];
    define(job -> {
      foreign[0] = op(job, "there");
      return op(job, "here");
    });
    assertThat(other.name()).isEqualTo("any");
    assertRefused(job -> op(job, "here").after(foreign[0]), "takes the output of \"there\", which is an op of another job");
  }

  @Test
  void aWidthIsForAMapAndAMapIsNoOutput() {
    assertRefused(job -> op(job, "one").width(3), "a width is for a map");
    assertThatThrownBy(() -> JobBuilder.define(new Mapping(0))).hasMessageContaining("a width is at least 1, got 0")
        .hasMessageContaining("its output \"each\" is a map");
  }

  private record Mapping(int width) implements JobSource<String, List<String>> {
    @Override
    @SuppressWarnings("unchecked")
    public Job<String, List<String>> define(JobBuilder<String> job) {
      return job.output(job.map("each", String.class, String.class, input -> List.of(input), (item, context) -> item).width(width));
    }
  }

  @Test
  void whatADecisionCannotBeIsRefused() {
    assertRefused(job -> {
      Op<String> decision = op(job, "decide");
      return op(job, "act").onlyIf(decision, "yes").when(Trigger.ALL_DONE);
    }, "it hangs on a decision", "cannot have the trigger ALL_DONE too");
    assertRefused(job -> {
      Op<String> decision = job.transactional("decide", String.class, (input, context, connection) -> input);
      return op(job, "act").onlyIf(decision, "yes");
    }, "\"decide\", which is a map or transactional: decide in a plain op after it");
    assertRefused(job -> op(job, "act").onlyIf(op(job, "one"), "yes").onlyIf(op(job, "two"), "no"), "it hangs on two decisions, \"one\" and \"two\"");
  }

  @Test
  void aTriggerWantsUpstreamAndUndoIsThePlatforms() {
    assertRefused(job -> op(job, "alone").when(Trigger.ANY_FAILED), "the trigger ANY_FAILED wants ops upstream of it");
    assertRefused(job -> op(job, "next").after(op(job, "before")).when(Trigger.UNDO), "the trigger UNDO is for compensations");
  }

  @Test
  void whatOnlyWaitsHasNoLimitsAndASleepIsPositive() {
    assertRefused(job -> job.await("approve", String.class).concurrency("people", 1), "it only waits");
    assertRefused(job -> {
      Op<List<String>> all = job.map("all", String.class, String.class, List::of, (item, context) -> item);
      return job.op("end", String.class, job.sleep("nap", Duration.ofHours(1), all), (list, context) -> list.get(0));
    }, "op \"nap\": it would pass a map's list on", "gather \"all\" in an op");
    assertRefused(job -> job.sleep("nap", Duration.ZERO, op(job, "tired")), "a sleep is positive and at most PT876000H, got PT0S");
    assertRefused(job -> job.sleep("nap", Duration.ofHours(1), op(job, "tired")).timeout(Duration.ofHours(2)), "a sleep has no timeout");
  }

  @Test
  void aTimeHasAtMostAHundredYears() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    assertRefused(job -> job.sleep("nap", endless, op(job, "tired")), "op \"nap\": a sleep is positive and at most PT876000H");
    assertRefused(job -> op(job, "slow").timeout(endless), "op \"slow\": a timeout is positive and at most PT876000H");
    assertRefused(job -> job.await("approve", String.class).timeout(endless), "op \"approve\": a timeout is positive and at most PT876000H");
    assertRefused(job -> job.sub("part", new Elsewhere()).timeout(endless), "op \"part\": a timeout is positive and at most PT876000H");
    assertRefused(job -> op(job, "rare").rateLimit("moon", 1, endless), "period of rate limit \"moon\" must be at most PT876000H");
  }

  @Test
  void anOpDoesNotHoldTheSlotThatItsSubJobWaitsFor() {
    String refusal = "it holds a slot of \"licence\" while its sub-job bounded runs";
    assertRefused(job -> job.sub("part", new Bounded()).concurrency("licence", 4), refusal);
    assertRefused(job -> job.op("all", String.class, job.mapSub("parts", new Bounded(), input -> List.of(input)).concurrency("licence", 4),
        (all, context) -> all.get(0)), refusal);
    assertThat(version(job -> job.sub("part", new Bounded()).concurrency("another", 4))).isNotEmpty();
  }

  private static final class Bounded implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.op("draw", String.class, (input, context) -> input).concurrency("licence", 4));
    }
  }

  @Test
  void theTimeoutOfASubJobIsPartOfItsJobsVersion() {
    assertThat(version(job -> job.sub("part", new Elsewhere()).timeout(Duration.ofHours(1))))
        .isNotEqualTo(version(job -> job.sub("part", new Elsewhere()).timeout(Duration.ofHours(2))))
        .isNotEqualTo(version(job -> job.sub("part", new Elsewhere())));
    assertRefused(job -> job.sub("part", new Elsewhere()).timeout(Duration.ZERO), "a timeout is positive and at most PT876000H, got PT0S");
  }

  private static String version(Function<JobBuilder<String>, Op<String>> output) {
    return JobRegistry.of(List.of(new Any(output))).job("any").version();
  }

  private static final class Snake implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.sub("tail", new Tail()));
    }
  }

  private static final class Tail implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.sub("head", new Snake()));
    }
  }

  @Test
  void aJobThatIsASubJobOfItselfIsRefusedWithItsCircle() {
    assertThatThrownBy(() -> JobBuilder.define(new Snake())).isInstanceOf(JobDefinitionException.class)
        .hasMessageContaining("it is a sub-job of itself: snake -> tail -> snake");
  }

  @Test
  void whatRunsAJobKnowsItsSubJobsAndTheirQueues() {
    JobRegistry registry = JobRegistry.of(List.of(new Any(job -> job.sub("part", new Elsewhere()))));
    assertThat(registry.names()).containsExactlyInAnyOrder("any", "elsewhere");
    assertThat(registry.job("any").queues()).containsExactly("default", "heavy");
  }

  private static final class Elsewhere implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.queue("heavy").output(job.op("lift", String.class, (input, context) -> input));
    }
  }

  @Test
  void theVersionFollowsTheShape() {
    assertThat(define(job -> op(job, "one")).version()).isEqualTo(define(job -> op(job, "one")).version());
    assertThat(define(job -> op(job, "one")).version()).isNotEqualTo(define(job -> op(job, "one").mayFail()).version());
  }
}
