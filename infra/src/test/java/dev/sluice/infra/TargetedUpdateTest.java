package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An update of targets works whatever else of the stack is there: {@code images/push} makes the repositories of a new stack, and a teardown
 * lifts the protection of one whose {@code up} stopped half-way.
 */
class TargetedUpdateTest {
  /** All that has other outputs to make something of, beside the stack's least. */
  private static final Map<String, String> EVERYTHING = Map.of(
      "imageRepositories", "true", "egress", "endpoints", "queues", "default,bulk",
      "alarmEmails", "ada@example.com");

  @ParameterizedTest
  @CsvSource({"aws:ecr/", "aws:ec2/", "aws:sqs/", "aws:rds/", "aws:lb/", "aws:s3/"})
  void theProgramDeclaresAllThoughOnlySomeOfItIsThere(String existing) {
    StackConfiguration configuration = EvaluatedStack.configuration(EVERYTHING);
    EvaluatedStack stack =
        EvaluatedStack.of(configuration, context -> PlatformStack.define(context, configuration), type -> type.startsWith(existing));
    assertThat(stack.resources()).hasSameSizeAs(EvaluatedStack.with(EVERYTHING).resources());
  }

  @Test
  void onMachinesOfItsOwnToo() {
    StackConfiguration configuration = EvaluatedStack.configuration(Map.of("launchType", "EC2", "machines", "new"));
    EvaluatedStack stack = EvaluatedStack.of(configuration, context -> PlatformStack.define(context, configuration), type -> false);
    assertThat(stack.ofType("aws:ecs/service:Service")).isNotEmpty();
  }
}
