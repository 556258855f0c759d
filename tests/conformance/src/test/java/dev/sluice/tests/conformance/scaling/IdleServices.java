package dev.sluice.tests.conformance.scaling;

import com.pulumi.Context;
import com.pulumi.aws.ecs.Cluster;
import com.pulumi.aws.ecs.Service;
import com.pulumi.aws.ecs.ServiceArgs;
import com.pulumi.aws.ecs.TaskDefinition;
import com.pulumi.aws.ecs.TaskDefinitionArgs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program of ECS services whose tasks wait for their end: one service a test. */
final class IdleServices {
  static final int COUNT = 8;
  static final int DESIRED = 2;

  private IdleServices() {}

  static void run(Context context) {
    Cluster cluster = new Cluster("fleet");
    TaskDefinition definition = new TaskDefinition("idle", TaskDefinitionArgs.builder().family("idle").cpu("256").memory("64")
        .containerDefinitions("[{\"name\":\"idle\",\"image\":\"idle:1\",\"stopTimeout\":2}]").build());
    for (int number = 0; number < COUNT; number++) {
      new Service(name(number), ServiceArgs.builder().name(name(number)).cluster(cluster.arn()).taskDefinition(definition.arn())
          .desiredCount(DESIRED).launchType("FARGATE").build());
    }
    context.export("clusterName", cluster.name());
  }

  static String name(int number) {
    return "idle-" + number;
  }

  /** Puts the image of the tasks into a store. */
  static Path imageIn(Path store) {
    try {
      Path image = Files.createDirectories(store.resolve("idle"));
      Files.writeString(image.resolve("image.json"), "{\"Entrypoint\":[\"tail\",\"-f\",\"/dev/null\"],\"Cmd\":[],\"Env\":[]}");
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
