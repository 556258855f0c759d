package dev.sluice.localstack;

import dev.sluice.localstack.ecs.EcsControlPlane;
import dev.sluice.localstack.ecs.EcsHandlers;
import dev.sluice.localstack.ecs.MachineGroups;
import dev.sluice.localstack.elb.LoadBalancers;
import dev.sluice.localstack.engine.AwsAccount;
import dev.sluice.localstack.engine.ResourceTypes;
import dev.sluice.localstack.rds.InstanceHandler;
import dev.sluice.localstack.rds.PostgresServers;
import dev.sluice.localstack.secrets.SecretHandlers;
import dev.sluice.localstack.secrets.SecretStore;
import dev.sluice.localstack.s3.BucketHandler;
import dev.sluice.localstack.s3.ObjectStore;
import dev.sluice.localstack.sqs.QueueHandler;
import dev.sluice.localstack.sqs.RedrivePolicyHandler;
import dev.sluice.localstack.sqs.SqsServer;
import java.util.function.Supplier;

/** Which AWS resources the local cloud has: one line a type. */
final class ResourceCatalog {
  private ResourceCatalog() {}

  static ResourceTypes of(AwsAccount account, Supplier<SqsServer> sqs, PostgresServers postgres, SecretStore secrets,
      ObjectStore objects, EcsControlPlane ecs, LoadBalancers balancers) {
    MachineGroups machines = new MachineGroups(account, ecs);
    ResourceTypes types = new ResourceTypes()
        .add("aws:sqs/queue:Queue", new QueueHandler(sqs))
        .add("aws:sqs/redrivePolicy:RedrivePolicy", new RedrivePolicyHandler(sqs))
        .add("aws:rds/instance:Instance", new InstanceHandler(account, postgres, secrets))
        .add("aws:secretsmanager/secret:Secret", SecretHandlers.secret(secrets))
        .add("aws:secretsmanager/secretVersion:SecretVersion", SecretHandlers.secretVersion(secrets))
        .add("aws:ssm/parameter:Parameter", SecretHandlers.parameter(secrets))
        .add("aws:s3/bucketV2:BucketV2", new BucketHandler(account, objects))
        .add("aws:ecs/cluster:Cluster", EcsHandlers.cluster(ecs))
        .add("aws:ecs/taskDefinition:TaskDefinition", EcsHandlers.taskDefinition(ecs))
        .add("aws:ecs/service:Service", EcsHandlers.service(ecs))
        .add("aws:ecs/capacityProvider:CapacityProvider", machines.capacityProvider())
        .add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", machines.clusterCapacityProviders())
        .add("aws:autoscaling/group:Group", machines.group())
        .add("aws:lb/loadBalancer:LoadBalancer", balancers.loadBalancer())
        .add("aws:lb/targetGroup:TargetGroup", balancers.targetGroup())
        .add("aws:lb/listener:Listener", balancers.listener());
    RememberedTypes.addTo(types, account);
    return types;
  }
}
