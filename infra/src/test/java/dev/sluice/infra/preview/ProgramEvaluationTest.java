package dev.sluice.infra.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pulumi.Context;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.core.Alias;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.StackConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramEvaluationTest {
  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @ValueSource(strings = {"localstack", "dev", "prod"})
  void everyStackFileOfTheProjectIsDeclared(String stack) {
    DeclaredStack declared = ProgramEvaluation.of(StackConfiguration.fromFile(ROOT, stack));
    assertThat(declared.stack()).isEqualTo(stack);
    assertThat(declared.ofType("aws:rds/instance:Instance")).hasSize(1);
    assertThat(declared.resources()).allSatisfy(resource ->
        assertThat(resource.parent().isEmpty() || declared.resources().stream().anyMatch(each -> each.key().equals(resource.parent()))).isTrue());
    assertThat(declared.outputs()).containsKeys("SLUICE_QUEUE_URLS", "SLUICE_DATABASE_URL");
  }

  @Test
  void twoEvaluationsDeclareTheSame() {
    DeclaredStack once = Declared.platform("eu-central-1", Map.of());
    assertThat(StackDump.write(Declared.platform("eu-central-1", Map.of()))).isEqualTo(StackDump.write(once));
  }

  @Test
  void resourcesAreToldWithTheirParentsProtectionAndIgnoredChanges() {
    DeclaredStack declared = Declared.platform("eu-central-1", Map.of());
    assertThat(only(declared, "aws:rds/instance:Instance")).satisfies(database -> {
      assertThat(database.key()).isEqualTo("sluice:database:Database$aws:rds/instance:Instance::database");
      assertThat(database.parent()).isEqualTo("sluice:database:Database::database");
      assertThat(database.isProtected()).isTrue();
      assertThat(database.inputs()).containsEntry("allocatedStorage", 20L).containsEntry("parameterGroupName", "${rds.ParameterGroup:database.name}");
    });
    assertThat(declared.ofType("aws:ecs/service:Service").stream().filter(service -> service.name().startsWith("worker")))
        .isNotEmpty().allSatisfy(service -> assertThat(service.ignoredChanges()).containsExactly("desiredCount"));
  }

  @Test
  void secretsAreMaskedWhereverTheyStand() {
    DeclaredStack declared = ProgramEvaluation.of("test", "eu-central-1", context -> {
      Output<String> secret = Output.ofSecret("open-sesame");
      new Queue("told", QueueArgs.builder().name(secret).build());
      new Queue("hidden", QueueArgs.builder().name("a-open-sesame-b").build());
      context.export("secret", secret);
    });
    assertThat(StackDump.write(declared)).doesNotContain("sesame");
    assertThat(declared.resources()).extracting(queue -> queue.text("name")).containsExactly("[secret]", "a-[secret]-b");
    assertThat(declared.outputs()).containsEntry("secret", "[secret]");
  }

  @Test
  void thePasswordOfTheDatabaseIsNowhere() {
    assertThat(only(Declared.platform("eu-central-1", Map.of()), "aws:rds/instance:Instance").text("password")).isEqualTo("[secret]");
    assertThat(only(Declared.platform("eu-central-1", Map.of()), "aws:secretsmanager/secretVersion:SecretVersion").text("secretString"))
        .isEqualTo("[secret]");
  }

  @Test
  void aGuardsRefusalComesWithItsFix() {
    assertThatThrownBy(() -> Declared.platform("eu-central-1", Map.of("databaseBackupRetention", "1d")))
        .isInstanceOf(UndeclarableStackException.class)
        .hasMessageContaining("protected-keeps-backups").hasMessageContaining("raise it");
  }

  @Test
  void aProgramThatFailsIsToldByItsReason() {
    assertThatThrownBy(() -> evaluate(context -> {
      throw new IllegalStateException("no such zone");
    })).isInstanceOf(UndeclarableStackException.class).hasMessage("no such zone");
    assertThatThrownBy(() -> evaluate(context -> new Queue("q", QueueArgs.builder().name(Output.of("x").applyValue(text -> {
      throw new IllegalStateException("late failure");
    })).build()))).isInstanceOf(UndeclarableStackException.class).hasMessageContaining("late failure");
  }

  @Test
  void twoResourcesOfOneTypeAndNameAreRefused() {
    assertThatThrownBy(() -> evaluate(context -> {
      new Queue("q");
      new Queue("q");
    })).isInstanceOf(UndeclarableStackException.class).hasMessageContaining("aws:sqs/queue:Queue q is declared twice");
  }

  @Test
  void anOutputWithinATextIsRefused() {
    // As the SDK writes it where it is not told to throw; these tests tell it.
    DeclaredStack misused = Declared.stack(Declared.resource("aws:sqs/queue:Queue", "r",
        Map.of("name", "x-Calling 'toString' on an 'Output<T>' is not supported.")));
    assertThatThrownBy(() -> ProgramEvaluation.refuseMisusedOutputs(misused)).isInstanceOf(UndeclarableStackException.class)
        .hasMessage("sqs.Queue r: name has an output within a text: use Output.format");
    assertThatThrownBy(() -> evaluate(context -> {
      Queue queue = new Queue("q");
      new Queue("r", QueueArgs.builder().name("x-" + queue.name()).build());
    })).isInstanceOf(UndeclarableStackException.class).hasMessageContaining("'toString' on an 'Output<T>' is not supported");
  }

  @Test
  void aRenamedResourceKeepsItsFormerKey() {
    DeclaredStack declared = evaluate(context -> new Queue("new", QueueArgs.Empty,
        CustomResourceOptions.builder().aliases(List.of(Output.of(Alias.builder().name("old").build()))).build()));
    assertThat(declared.resources().get(0).aliases()).contains("aws:sqs/queue:Queue::old");
  }

  private static DeclaredStack evaluate(Consumer<Context> program) {
    return ProgramEvaluation.of("test", "eu-central-1", program);
  }

  private static DeclaredResource only(DeclaredStack declared, String type) {
    assertThat(declared.ofType(type)).hasSize(1);
    return declared.ofType(type).get(0);
  }
}
