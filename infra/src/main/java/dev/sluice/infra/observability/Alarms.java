package dev.sluice.infra.observability;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.aws.sns.Topic;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sns.TopicSubscription;
import com.pulumi.aws.sns.TopicSubscriptionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.json.Outputs;
import java.util.List;
import java.util.Map;

/**
 * One alarm for each {@link Watch}, and a topic that tells people. A missing measurement is not taken for a good one where the
 * watch says that it must arrive.
 */
public final class Alarms extends ComponentResource {
  /**
   * What the alarms are made from.
   *
   * @param namePrefix what their names begin with
   * @param watches what is watched
   * @param emails who is told
   */
  public record Args(String namePrefix, List<Watch> watches, List<String> emails) {
    public Args {
      watches = List.copyOf(watches);
      emails = List.copyOf(emails);
    }
  }

  public Alarms(String name, Args args, ComponentResourceOptions options) {
    super("sluice:observability:Alarms", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    Topic topic = new Topic(name, TopicArgs.builder().name(args.namePrefix() + "-alarms").build(), child);
    for (int i = 0; i < args.emails().size(); i++) {
      new TopicSubscription(name + "-" + i, TopicSubscriptionArgs.builder()
          .topic(topic.arn()).protocol("email").endpoint(args.emails().get(i)).build(), child);
    }
    Output<List<String>> told = Outputs.ifPresent(topic.arn(), List::of);
    for (Watch watch : args.watches()) {
      new MetricAlarm(watch.name(), MetricAlarmArgs.builder()
          .name(args.namePrefix() + "-" + watch.name())
          .alarmDescription(watch.meaning())
          .namespace(watch.measure().namespace())
          .metricName(watch.measure().metric())
          .dimensions(watch.measure().dimensionOutputs())
          .statistic(watch.measure().statistic())
          .comparisonOperator(watch.above() ? "GreaterThanThreshold" : "LessThanThreshold")
          .threshold(watch.threshold())
          .period((int) watch.period().toSeconds())
          .evaluationPeriods(watch.periods())
          .treatMissingData(watch.mustArrive() ? "breaching" : "notBreaching")
          .alarmActions(told)
          .okActions(told)
          .build(), child);
    }
    registerOutputs(Map.of("topicArn", topic.arn()));
  }
}
