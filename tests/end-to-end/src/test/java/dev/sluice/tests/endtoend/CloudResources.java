package dev.sluice.tests.endtoend;

import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.localstack.ecs.TaskView;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** How requests name the resources of a cloud, and how the stack's program does. */
final class CloudResources {
  private CloudResources() {}

  /** Returns the program's name by the request's: queues by URL, worker services by name, tasks by id, payloads by bucket and first folder. */
  static Map<String, String> namesIn(Cloud cloud) {
    Map<String, String> names = new HashMap<>();
    SettingText.map(cloud.output(Setting.QUEUE_URLS)).forEach((queue, url) -> names.put(url, "sqs.Queue " + queue));
    SettingText.map(cloud.output(Setting.DEAD_LETTER_QUEUE_URLS))
        .forEach((queue, url) -> names.put(url, "sqs.Queue " + queue + "-dead-letters"));
    SettingText.map(cloud.output(Setting.WORKER_SERVICES))
        .forEach((pool, service) -> names.put(service, "ecs.Service worker-" + pool));
    URI payloads = URI.create(cloud.output(Setting.PAYLOAD_STORE));
    names.put(payloads.getHost(), "s3.BucketV2 payloads");
    names.put(payloads.getHost() + payloads.getPath() + "/*", "s3.BucketV2 payloads" + payloads.getPath() + "/*");
    for (TaskView task : cloud.local.allTasks()) {
      names.put(task.id(), "ecs.Cluster cluster/*");
    }
    return names;
  }
}
