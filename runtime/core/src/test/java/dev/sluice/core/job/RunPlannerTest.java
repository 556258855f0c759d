package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunTerms;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RunPlannerTest {
  private record Payment(String customer, int amount) {}

  private record Definition(Function<JobBuilder<Payment>, Op<String>> ops) implements JobSource<Payment, String> {
    @Override
    public String name() {
      return "pay";
    }

    @Override
    public Class<Payment> inputType() {
      return Payment.class;
    }

    @Override
    public Job<Payment, String> define(JobBuilder<Payment> job) {
      return job.output(ops.apply(job));
    }
  }

  private static final String INPUT = "{\"customer\":\"ada\",\"amount\":7}";
  private final RunPlanner planner = new RunPlanner(InstantSource.system(), new Random(1), new Payloads(1_000), 3);

  private static Job<Payment, String> limited() {
    return JobBuilder.define(new Definition(job -> job.queue("money").priority(4)
        .op("debit", String.class, (input, context) -> "done")
        .orderedBy(Payment.class, Payment::customer).concurrency("bank", 4).rateLimit("bank", 100, Duration.ofSeconds(1))));
  }

  private OpPlan only(RunRequest request) {
    assertThat(request.ops()).hasSize(1);
    return request.ops().get(0);
  }

  @Test
  void keysAndLimitsAreWorkedOutFromTheDefinitionAndTheInput() {
    OpPlan debit = only(planner.plan(limited(), INPUT, Map.of(), null));
    assertThat(debit.queue()).isEqualTo("money");
    assertThat(debit.priority()).isEqualTo(4);
    assertThat(debit.orderingKey()).isEqualTo("ada");
    assertThat(debit.limits()).isEqualTo(
        new Limits(new Limits.Concurrency("bank", 4), new Limits.Rate("bank", 100, Duration.ofSeconds(1)), null));
    assertThat(debit.limits().rate().spacing()).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void theTermsOfARunReplaceThePriorityAndNameTheTenant() {
    RunTerms terms = new RunTerms(-2, new Limits.Share("blue", 2.5));
    OpPlan debit = only(planner.plan(limited(), INPUT, Map.of(), null, terms));
    assertThat(debit.priority()).isEqualTo(-2);
    assertThat(debit.limits().share()).isEqualTo(terms.share());
    assertThat(debit.limits().concurrency()).isEqualTo(new Limits.Concurrency("bank", 4));
  }

  @Test
  void anOpWithNothingToWaitForIsNotLimited() {
    Job<Payment, String> plain = JobBuilder.define(new Definition(job -> job.op("pay", String.class, (input, context) -> "done")));
    assertThat(only(planner.plan(plain, INPUT, Map.of(), null)).isLimited()).isFalse();
    assertThat(plain.version()).isNotEqualTo(limited().version());
  }

  @Test
  void anInputWithoutAnOrderingKeyIsRefused() {
    assertThatThrownBy(() -> planner.plan(limited(), "{\"amount\":7}", Map.of(), null))
        .isInstanceOf(UnusablePayloadException.class).hasMessageContaining("\"debit\"").hasMessageContaining("must not be null");
    assertThatThrownBy(() -> planner.plan(limited(), "{\"customer\":\" \"}", Map.of(), null))
        .isInstanceOf(UnusablePayloadException.class).hasMessageContaining("1 to 255");
    assertThatThrownBy(() -> planner.plan(limited(), "null", Map.of(), null)).isInstanceOf(UnusablePayloadException.class);
  }

  @Test
  void wrongLimitsAreToldTogetherWhenTheJobIsDefined() {
    assertThatThrownBy(() -> JobBuilder.define(new Definition(job -> job.op("pay", String.class, (input, context) -> "done")
        .orderedBy(String.class, text -> text).concurrency("bank", 0).rateLimit(" ", 1, Duration.ofSeconds(1)))))
        .isInstanceOfSatisfying(JobDefinitionException.class, e -> assertThat(e.problems())
            .anyMatch(problem -> problem.contains("limit of concurrency key \"bank\" must be >= 1"))
            .anyMatch(problem -> problem.contains("the key of a rate limit has 1 to 255"))
            .anyMatch(problem -> problem.contains("ordered by a String, but the job takes a Payment"))
            .hasSize(3));
  }
}
