package dev.sluice.tests.emulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What the AWS APIs say of the parts of one deployed stack. */
final class Deployed {
  private static final String PREFIX = "sluice-localstack-";

  private final Account account;

  Deployed(Account account) {
    this.account = account;
  }

  /** Returns the only database. */
  DBInstance database() {
    List<DBInstance> found = account.rds.describeDBInstances().dbInstances();
    if (found.size() != 1) {
      throw new AssertionError("expected one database, found " + found);
    }
    return found.get(0);
  }

  /** Returns the only cluster. */
  Cluster cluster() {
    List<String> arns = account.ecs.listClusters().clusterArns();
    List<Cluster> found = account.ecs.describeClusters(request -> request.clusters(arns)).clusters();
    if (found.size() != 1) {
      throw new AssertionError("expected one cluster, found " + found);
    }
    return found.get(0);
  }

  /** Returns the names of the families of active task definitions, without the stack's prefix. */
  Set<String> families() {
    Set<String> families = new TreeSet<>();
    account.ecs.listTaskDefinitionsPaginator(request -> request.status(TaskDefinitionStatus.ACTIVE)).taskDefinitionArns()
        .forEach(arn -> families.add(arn.replaceFirst(".*/" + PREFIX, "").replaceFirst(":\\d+$", "")));
    return families;
  }

  /** Returns how many tasks each service wants, by its name without the stack's prefix. */
  Map<String, Integer> desiredCounts() {
    String cluster = cluster().clusterArn();
    Map<String, Integer> counts = new TreeMap<>();
    account.ecs.describeServices(request -> request.cluster(cluster)
        .services(account.ecs.listServices(list -> list.cluster(cluster).maxResults(10)).serviceArns())).services()
        .forEach(service -> counts.put(service.serviceName().replace(PREFIX, ""), service.desiredCount()));
    return counts;
  }

  /** Sets how many tasks a service wants, as the autoscaler does. */
  void scale(String service, int count) {
    account.ecs.updateService(request -> request.cluster(cluster().clusterArn()).service(PREFIX + service).desiredCount(count));
  }

  /** Returns the environment that ECS gives the containers of a service's tasks, secrets resolved. */
  Map<String, String> environment(String service) {
    Service found = account.ecs.describeServices(request -> request.cluster(cluster().clusterArn()).services(PREFIX + service))
        .services().get(0);
    String revision = found.taskDefinition();
    TaskDefinition task = account.ecs.describeTaskDefinition(request -> request.taskDefinition(revision)).taskDefinition();
    ContainerDefinition container = task.containerDefinitions().get(0);
    Map<String, String> environment = new TreeMap<>();
    container.environment().forEach(variable -> environment.put(variable.name(), variable.value()));
    container.secrets().forEach(secret -> environment.put(secret.name(), secret(secret.valueFrom())));
    return environment;
  }

  /** Returns the name of the role whose name has a part. */
  String role(String part) {
    return account.iam.listRolesPaginator().roles().stream().map(Role::roleName).filter(name -> name.contains(part))
        .findFirst().orElseThrow();
  }

  /** Returns a secret by its name or ARN. */
  String secret(String id) {
    return account.secrets.getSecretValue(request -> request.secretId(id)).secretString();
  }

  /** Returns what SQS says of a queue. */
  Map<QueueAttributeName, String> queue(String url) {
    return account.sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL)).attributes();
  }

  String queue(String url, QueueAttributeName name) {
    return queue(url).get(name);
  }

  /** Returns how many messages a queue holds, those under way included. */
  int messages(String url) {
    Map<QueueAttributeName, String> attributes = queue(url);
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  /** Sends a message that no program of ours has written. */
  void sendForeign(String url, String text) {
    account.sqs.sendMessage(request -> request.queueUrl(url).messageBody(text).messageGroupId(text).messageDeduplicationId(text));
  }

  /** Receives a message once and gives it back at once, as a receiver that fails does. */
  List<Message> receiveAndFail(String url) {
    return account.sqs.receiveMessage(request -> request.queueUrl(url).visibilityTimeout(0).maxNumberOfMessages(1)).messages();
  }
}
