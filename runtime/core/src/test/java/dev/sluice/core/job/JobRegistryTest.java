package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the jobs of a process must not be to each other. */
class JobRegistryTest {

  /** Says a greeting, and counts how often. */
  private static final class Greet implements JobSource<String, String> {
    private final AtomicInteger count = new AtomicInteger();
    private final String greeting;

    Greet(String greeting) {
      this.greeting = greeting;
    }

    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.op("greet", String.class, (name, context) -> greeting + " " + name + " " + count.incrementAndGet()));
    }
  }

  /** Of the same name and shape. */
  private static final class GreetElsewhere implements JobSource<String, String> {
    @Override
    public String name() {
      return "greet";
    }

    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.op("greet", String.class, (name, context) -> "hi " + name));
    }
  }

  private record Twice(JobSource<String, String> first, JobSource<String, String> second) implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.sub("again", second, job.sub("once", first)));
    }
  }

  /** A job with one op. */
  private record Lone(String name, UnaryOperator<Op<String>> refined) implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(refined.apply(job.op("work", String.class, (input, context) -> input)));
    }
  }

  @Test
  void twoInstancesOfASourceAreOneJobAsLongAsTheySayNothingElse() {
    assertThat(JobRegistry.of(List.of(new Twice(new Greet("hello"), new Greet("hello")), new Greet("hello"))).names())
        .containsExactlyInAnyOrder("twice", "greet");
  }

  @Test
  void twoThatAreConfiguredInOtherWaysAreRefusedSinceOneWouldRunForBoth() {
    assertRefused("another greeting", new Twice(new Greet("hello"), new Greet("guten Tag")));
    assertRefused("another greeting", new Twice(new Greet("hello"), new Greet("hello")), new Greet("salut"));
    assertRefused("the class " + GreetElsewhere.class.getName(), new Twice(new Greet("hello"), new GreetElsewhere()));
  }

  private static void assertRefused(String difference, JobSource<?, ?>... sources) {
    assertThatThrownBy(() -> JobRegistry.of(List.of(sources))).isInstanceOf(JobDefinitionException.class)
        .hasMessageContainingAll("\"greet\"", "that of a sub-job of twice has " + difference, "override name()");
  }

  @Test
  void aKeyHasOneLimitInAllJobs() {
    Lone four = new Lone("four", op -> op.concurrency("desk", 4).rateLimit("mails", 10, Duration.ofSeconds(1)));
    assertThatThrownBy(() -> JobRegistry.of(List.of(four, new Lone("one", op -> op.concurrency("desk", 1)))))
        .isInstanceOf(JobDefinitionException.class)
        .hasMessageContainingAll("job \"one\"", "op \"work\"", "concurrency key \"desk\"", "limit=4", "limit=1");
    assertThatThrownBy(() -> JobRegistry.of(List.of(four, new Lone("slow", op -> op.rateLimit("mails", 1, Duration.ofSeconds(1))))))
        .isInstanceOf(JobDefinitionException.class).hasMessageContainingAll("job \"slow\"", "rate limit \"mails\"");
    assertThat(JobRegistry.of(List.of(four, new Lone("same", op -> op.concurrency("desk", 4)))).names()).hasSize(2);
  }

  @Test
  void anOpHasOneConcurrencyKeyAndOneRateLimit() {
    assertThatThrownBy(() -> JobBuilder.define(new Lone("two", op -> op.concurrency("a", 1).concurrency("b", 1)
        .rateLimit("a", 1, Duration.ofSeconds(1)).rateLimit("b", 1, Duration.ofSeconds(1))))).isInstanceOf(JobDefinitionException.class)
        .hasMessageContainingAll("op \"work\": it has a concurrency key already", "op \"work\": it has a rate limit already");
  }
}
