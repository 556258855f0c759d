package dev.sluice.adapters.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.scripted.ScriptedEndpoint;
import dev.sluice.adapters.scripted.ScriptedEndpoint.Answer;
import dev.sluice.core.scaling.FleetUnavailableException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;

final class EcsInstancesTest {
  private static final Answer NONE = new Answer(200, "{\"tasks\":[],\"failures\":[]}");

  private static EcsInstances watch(ScriptedEndpoint endpoint) {
    return EcsInstances.open("sluice", () -> EcsClient.builder().endpointOverride(endpoint.uri()).region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))));
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private static String task(int number, String lastStatus) {
    return "{\"taskArn\":\"arn:aws:ecs:us-east-1:000000000000:task/sluice/" + id(number) + "\",\"lastStatus\":\"" + lastStatus + "\"}";
  }

  @Test
  void onlyATaskOfWhichEcsSaysThatItHasStoppedIsGone() {
    Answer answer = new Answer(200, "{\"tasks\":[" + Stream.of(task(1, "RUNNING"), task(2, "STOPPED"), task(3, "STOPPING"),
        task(4, "DEPROVISIONING"), task(5, "DEACTIVATING")).collect(Collectors.joining(",")) + "],\"failures\":[{\"arn\":"
        + "\"arn:aws:ecs:us-east-1:000000000000:task/sluice/" + id(6) + "\",\"reason\":\"MISSING\"}]}");
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(answer); EcsInstances watch = watch(endpoint)) {
      assertThat(watch.gone(IntStream.rangeClosed(1, 6).mapToObj(EcsInstancesTest::id).collect(Collectors.toSet())))
          .containsExactlyInAnyOrder(id(2), id(4));
      assertThat(endpoint.requests()).singleElement().asString().startsWith("DescribeTasks {\"cluster\":\"sluice\",\"tasks\":[\"" + id(1));
    }
  }

  @Test
  void namesThatAreNoTaskIdsAreNotAskedFor() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(NONE); EcsInstances watch = watch(endpoint)) {
      assertThat(watch.gone(Set.of("local", "ip-10-0-0-1.ec2.internal", "0123456789ABCDEF0123456789ABCDEF", ""))).isEmpty();
      assertThat(endpoint.requests()).isEmpty();

      String older = "1dc5c17a-422b-4dc4-b493-371970c6c4d6";
      watch.gone(Set.of("local", older));
      assertThat(endpoint.requests()).containsExactly("DescribeTasks {\"cluster\":\"sluice\",\"tasks\":[\"" + older + "\"]}");
    }
  }

  @Test
  void aCallNamesNoMoreThanAHundredTasks() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(NONE); EcsInstances watch = watch(endpoint)) {
      watch.gone(IntStream.range(0, 201).mapToObj(EcsInstancesTest::id).collect(Collectors.toCollection(HashSet::new)));
      assertThat(endpoint.requests()).hasSize(3);
    }
  }

  @Test
  void whatEcsRefusesNamesTheClusterAndTheReason() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(Answer.error(400, "AccessDeniedException")); EcsInstances watch = watch(endpoint)) {
      assertThatThrownBy(() -> watch.gone(Set.of(id(1)))).isInstanceOf(FleetUnavailableException.class)
          .hasMessageContainingAll("could not look for tasks of ECS cluster \"sluice\"", "AccessDeniedException");
    }
  }
}
