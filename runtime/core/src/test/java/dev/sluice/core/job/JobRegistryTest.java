package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
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

  /** Of one name whatever is set; as a class, it does not say when two are equal. */
  private static final class Configured implements JobSource<String, String> {
    private final Object setting;

    Configured(Object setting) {
      this.setting = setting;
    }

    @Override
    public String name() {
      return "greet";
    }

    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.op("greet", String.class, (name, context) -> name));
    }
  }

  private record Route(String to, Object client) {}

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

  /** Two of a setting that holds a client of its own each time that it is made, and what else it may be. */
  private static List<List<Object>> made() {
    List<Object> itself = new ArrayList<>(List.of(1));
    itself.add(itself);
    List<Object> other = new ArrayList<>(List.of(1));
    other.add(other);
    return List.of(
        List.of(new Object(), new Object()),
        List.of(Pattern.compile("a"), Pattern.compile("a")),
        List.of(List.of(new Object(), 1), List.of(new Object(), 1)),
        List.of(new Object[] {"a", new Object(), null}, new Object[] {"a", new Object(), null}),
        List.of(Optional.of(new Object()), Optional.of(new Object())),
        List.of(new Route("x", Optional.empty()), new Route("x", Optional.empty())),
        List.of(new Route("x", new Object()), new Route("x", new Object())),
        List.of(Map.of(new Object(), new Object()), Map.of(new Object(), new Object())),
        List.of(Map.of("a", List.of(new Route("b", new Object()))), Map.of("a", List.of(new Route("b", new Object())))),
        List.of(new LinkedHashSet<>(List.of("a", new Object(), "b")), new LinkedHashSet<>(List.of("b", "a", new Object()))),
        List.of(itself, other));
  }

  @Test
  void clientsAreNoDifferenceWhereverTheyStand() {
    made().forEach(pair -> assertThat(JobRegistry.of(List.of(new Twice(new Configured(pair.get(0)), new Configured(pair.get(1))))).names())
        .as(pair.get(0).getClass().getName()).hasSize(2));
  }

  @Test
  void valuesAreADifferenceWhereverTheyStand() {
    Object client = new Object();
    List<List<Object>> differ = List.of(
        List.of(Instant.EPOCH, Instant.MAX),
        List.of(new UUID(1, 1), new UUID(1, 2)),
        List.of(List.of("a", "b"), List.of("b", "a")),
        List.of(List.of(client), List.of(client, client)),
        List.of(List.of(1), Map.of(1, 1)),
        List.of(Set.of("a", "b"), Set.of("a", "c")),
        List.of(Set.of(client), Set.of()),
        List.of(Map.of("a", client), Map.of("b", client)),
        List.of(Map.of("a", 1, "b", 2), Map.of("a", 2, "b", 1)),
        List.of(Optional.of(client), Optional.empty()),
        List.of(new String[] {"a"}, new String[] {"b"}),
        List.of(new int[] {1}, new int[] {2}),
        List.of(new Route("a", client), new Route("b", client)),
        List.of(new Route("a", List.of(client, 1)), new Route("a", List.of(client, 2))));
    differ.forEach(pair -> assertRefused("another setting", new Twice(new Configured(pair.get(0)), new Configured(pair.get(1)))));
  }

  private static void assertRefused(String difference, JobSource<?, ?>... sources) {
    assertThatThrownBy(() -> JobRegistry.of(List.of(sources))).isInstanceOf(JobDefinitionException.class)
        .hasMessageContainingAll("\"greet\"", "that of a sub-job of twice has " + difference, "override name()",
            "pass the same instance to both, or give the class an equals");
  }

  @Test
  void aKeyHasOneLimitInAllJobs() {
    Lone four = new Lone("four", op -> op.concurrency("desk", 4).rateLimit("mails", 10, Duration.ofSeconds(1)));
    assertThatThrownBy(() -> JobRegistry.of(List.of(four, new Lone("one", op -> op.concurrency("desk", 1)))))
        .isInstanceOf(JobDefinitionException.class)
        .hasMessageContainingAll("the concurrency key \"desk\" has two limits",
            "job \"four\", op \"work\" says 4, and job \"one\", op \"work\" says 1");
    assertThatThrownBy(() -> JobRegistry.of(List.of(four, new Lone("slow", op -> op.rateLimit("mails", 1, Duration.ofSeconds(1))))))
        .isInstanceOf(JobDefinitionException.class).hasMessageContainingAll("the rate limit \"mails\"",
            "job \"four\", op \"work\" says 10 in PT1S, and job \"slow\", op \"work\" says 1 in PT1S");
    assertThat(JobRegistry.of(List.of(four, new Lone("same", op -> op.concurrency("desk", 4)))).names()).hasSize(2);
  }

  @Test
  void anOpHasOneConcurrencyKeyAndOneRateLimit() {
    assertThatThrownBy(() -> JobBuilder.define(new Lone("two", op -> op.concurrency("a", 1).concurrency("b", 1)
        .rateLimit("a", 1, Duration.ofSeconds(1)).rateLimit("b", 1, Duration.ofSeconds(1))))).isInstanceOf(JobDefinitionException.class)
        .hasMessageContainingAll("op \"work\": it has a concurrency key already", "op \"work\": it has a rate limit already");
  }
}
