package dev.sluice.localstack.program;

import com.pulumi.Context;
import com.pulumi.aws.ecs.Cluster;
import com.pulumi.aws.ecs.Service;
import com.pulumi.aws.ecs.ServiceArgs;
import com.pulumi.aws.ecs.TaskDefinition;
import com.pulumi.aws.ecs.TaskDefinitionArgs;
import com.pulumi.aws.ecs.inputs.ServiceLoadBalancerArgs;
import com.pulumi.aws.ecs.inputs.TaskDefinitionRuntimePlatformArgs;
import com.pulumi.aws.lb.Listener;
import com.pulumi.aws.lb.ListenerArgs;
import com.pulumi.aws.lb.LoadBalancer;
import com.pulumi.aws.lb.LoadBalancerArgs;
import com.pulumi.aws.lb.TargetGroup;
import com.pulumi.aws.lb.TargetGroupArgs;
import com.pulumi.aws.lb.inputs.ListenerDefaultActionArgs;
import com.pulumi.aws.rds.Instance;
import com.pulumi.aws.rds.InstanceArgs;
import com.pulumi.aws.secretsmanager.Secret;
import com.pulumi.aws.secretsmanager.SecretVersion;
import com.pulumi.aws.secretsmanager.SecretVersionArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.core.Output;

/** A database, a FIFO queue with its dead-letter queue, a secret, and one service that hears of them. */
public final class SmallStack {
  public static final String PASSWORD = "it's \"secret\"";

  private SmallStack() {}

  /** The program. */
  public static void run(Context context) {
    Queue dead = new Queue("dead", QueueArgs.builder().fifoQueue(true).build());
    Queue jobs = new Queue("jobs", QueueArgs.builder().name("jobs.fifo").fifoQueue(true).visibilityTimeoutSeconds(7)
        .redrivePolicy(dead.arn().applyValue(arn -> "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":2}")).build());
    Output<String> password = Output.ofSecret(PASSWORD);
    Instance database = new Instance("database", InstanceArgs.builder().engine("postgres").engineVersion("17")
        .instanceClass("db.t4g.micro")
        .allocatedStorage(20).dbName("app").username("owner").password(password).build());
    Secret secret = new Secret("login");
    SecretVersion version = new SecretVersion("login", SecretVersionArgs.builder().secretId(secret.id())
        .secretString("{\"user\":\"owner\",\"password\":\"it's secret\"}").build());

    Cluster cluster = new Cluster("main");
    Output<String> containers = Output.format("""
        [{"name":"echo","image":"registry.example/team/echo:1","stopTimeout":2,
          "environment":[{"name":"HTTP_PORT","value":"8080"},{"name":"QUEUE_URL","value":"%s"},{"name":"DATABASE","value":"%s"},
                         {"name":"OVERRIDDEN","value":"definition"},{"name":"UNRELATED","value":"8080"}],
          "secrets":[{"name":"LOGIN_PASSWORD","valueFrom":"%s:password::"}],
          "portMappings":[{"containerPort":8080}],
          "healthCheck":{"command":[%s],"interval":5,"retries":2,"startPeriod":10}}]
        """, jobs.url(), database.endpoint(), version.arn(), EchoImage.probe());
    TaskDefinition definition = new TaskDefinition("echo", TaskDefinitionArgs.builder().family("echo").cpu("256").memory("128")
        .runtimePlatform(TaskDefinitionRuntimePlatformArgs.builder().cpuArchitecture("ARM64").operatingSystemFamily("LINUX").build())
        .containerDefinitions(containers).build());
    LoadBalancer balancer = new LoadBalancer("front", LoadBalancerArgs.builder().loadBalancerType("application").build());
    TargetGroup targets = new TargetGroup("echo", TargetGroupArgs.builder().port(8080).protocol("HTTP").build());
    new Listener("front", ListenerArgs.builder().loadBalancerArn(balancer.arn()).port(80).protocol("HTTP")
        .defaultActions(ListenerDefaultActionArgs.builder().type("forward").targetGroupArn(targets.arn()).build()).build());
    new Service("echo", ServiceArgs.builder().name("echo").cluster(cluster.arn()).taskDefinition(definition.arn()).desiredCount(2)
        .launchType("FARGATE").loadBalancers(ServiceLoadBalancerArgs.builder().targetGroupArn(targets.arn()).containerName("echo")
            .containerPort(8080).build()).build());

    context.export("queueUrl", jobs.url());
    context.export("deadLetterUrl", dead.url());
    context.export("clusterName", cluster.name());
    context.export("url", Output.format("http://%s", balancer.dnsName()));
    context.export("databasePassword", password);
  }
}
