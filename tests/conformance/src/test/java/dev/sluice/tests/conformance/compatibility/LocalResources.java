package dev.sluice.tests.conformance.compatibility;

import dev.sluice.infra.PlatformStack;
import dev.sluice.infra.StackConfiguration;
import dev.sluice.localstack.LocalCloud;
import dev.sluice.localstack.LocalCloudOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which resources of the platform's own program the local cloud really makes, found by deploying it. */
final class LocalResources {
  /** Between them they declare every type that a stack can have; a certificate adds none, and the local cloud refuses it. */
  private static final List<Map<String, String>> STACKS = List.of(
      Map.of("imageRepositories", "true", "alarmEmails", "a@b.test"),
      Map.of("launchType", "EC2", "machines", "new", "egress", "endpoints"));

  private LocalResources() {}

  /** Returns for each type whether something on this machine stands for it. */
  static Map<String, Boolean> made(Path images) throws IOException {
    for (String service : List.of("coordinator", "worker", "autoscaler", "simulator")) {
      Files.writeString(Files.createDirectories(images.resolve(service)).resolve("image.json"),
          "{\"Entrypoint\":[\"tail\",\"-f\",\"/dev/null\"],\"Cmd\":[],\"Env\":[]}");
    }
    Map<String, Boolean> made = new TreeMap<>();
    for (Map<String, String> stack : STACKS) {
      StackConfiguration configuration = configuration(stack);
      try (LocalCloud cloud = LocalCloud.start(LocalCloudOptions.of(
          context -> PlatformStack.define(context, configuration), StackConfiguration.PROJECT, configuration.stack(), images))) {
        cloud.resources().stream().filter(resource -> resource.type().startsWith("aws:"))
            .forEach(resource -> made.merge(resource.type(), resource.created(), Boolean::logicalOr));
      }
    }
    return made;
  }

  private static StackConfiguration configuration(Map<String, String> stack) {
    Map<String, String> texts = new HashMap<>(Map.of("aws:region", "eu-central-1", "sluice:protected", "false"));
    stack.forEach((key, text) -> texts.put("sluice:" + key, text));
    return StackConfiguration.of("compatibility", texts);
  }
}
