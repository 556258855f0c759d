package dev.sluice.infra;

import com.pulumi.Context;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.infra.configuration.ComputeConfiguration;
import dev.sluice.infra.configuration.ConfigurationKey;
import dev.sluice.infra.configuration.ConfigurationText;
import dev.sluice.infra.configuration.DatabaseConfiguration;
import dev.sluice.infra.configuration.DefaultTags;
import dev.sluice.infra.configuration.EngineConfiguration;
import dev.sluice.infra.configuration.FeatureConfiguration;
import dev.sluice.infra.configuration.LoadBalancerConfiguration;
import dev.sluice.infra.configuration.NetworkConfiguration;
import dev.sluice.infra.configuration.QueueConfiguration;
import dev.sluice.infra.configuration.StackFile;
import dev.sluice.infra.configuration.UnusableConfigurationException;
import dev.sluice.infra.configuration.WorkerPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a stack file decides, read once. Immutable.
 *
 * @param stack name of the stack
 * @param region AWS region, {@code aws:region} in the stack file
 * @param namePrefix what physical names begin with
 * @param isProtected whether a mistake must lose nothing
 * @param network the network
 * @param queues the queues
 * @param database the database
 * @param compute the services
 * @param workerPools the worker pools
 * @param loadBalancer the way in
 * @param features parts that a stack may do without
 * @param settings what the services are told beyond what the infrastructure knows
 * @param tags what AWS's provider puts on everything that can be tagged
 */
public record StackConfiguration(
    String stack,
    String region,
    String namePrefix,
    boolean isProtected,
    NetworkConfiguration network,
    QueueConfiguration queues,
    DatabaseConfiguration database,
    ComputeConfiguration compute,
    List<WorkerPool> workerPools,
    LoadBalancerConfiguration loadBalancer,
    FeatureConfiguration features,
    Map<Setting, String> settings,
    Map<String, String> tags) {

  /** Name of the Pulumi project, which every key of ours begins with. */
  public static final String PROJECT = "sluice";

  private static final String REGION = "aws:region";

  public StackConfiguration {
    workerPools = List.copyOf(workerPools);
    settings = Map.copyOf(settings);
    tags = Map.copyOf(tags);
  }

  /** Reads what the engine that runs this program was given. */
  public static StackConfiguration fromEngine(Context context) {
    return of(context.stackName(), EngineConfiguration.read(context, PROJECT, System.getenv()));
  }

  /** Reads the stack file {@code Pulumi.STACK.yaml} in the project's root folder, for programs that run without the engine. */
  public static StackConfiguration fromFile(Path projectRoot, String stack) {
    return of(stack, StackFile.read(projectRoot, stack));
  }

  /**
   * Reads texts by their full keys, such as {@code sluice:queues}; keys of other projects and providers are passed over.
   *
   * @throws UnusableConfigurationException naming every unknown and malformed key at once
   */
  public static StackConfiguration of(String stack, Map<String, String> texts) {
    Map<String, String> ours = new HashMap<>();
    texts.forEach((key, text) -> {
      if (key.startsWith(PROJECT + ":")) {
        ours.put(key.substring(PROJECT.length() + 1), text);
      }
    });
    ConfigurationText text = new ConfigurationText(ours);
    String region = texts.getOrDefault(REGION, "");
    if (region.isBlank()) {
      text.problem(REGION + " is missing: name the AWS region of the stack");
    }
    String prefix = text.text(ConfigurationKey.NAME_PREFIX);
    Map<Setting, String> settings = text.settings();
    QueueConfiguration queues = QueueConfiguration.read(text, settings);
    StackConfiguration configuration = new StackConfiguration(
        stack,
        region,
        prefix.isEmpty() ? PROJECT + "-" + stack : prefix,
        text.flag(ConfigurationKey.PROTECTED),
        NetworkConfiguration.read(text, region),
        queues,
        DatabaseConfiguration.read(text),
        ComputeConfiguration.read(text),
        WorkerPool.readAll(text, settings, queues.names()),
        LoadBalancerConfiguration.read(text),
        FeatureConfiguration.read(text),
        settings,
        DefaultTags.read(texts, text));
    if (!text.problems().isEmpty()) {
      throw new UnusableConfigurationException(stack, text.problems());
    }
    return configuration;
  }

  /** Returns the same without protection, to be destroyed: the runs stay in a final snapshot, and their payloads in the bucket. */
  StackConfiguration unprotected(String snapshotEnding, boolean hasBucket) {
    return new StackConfiguration(stack, region, namePrefix, false, network, queues, database.leavingSnapshot(snapshotEnding), compute,
        workerPools, loadBalancer, features.keepingPayloads(hasBucket), settings, tags);
  }

  /** Returns the same with another text of a setting that a stack may change. */
  public StackConfiguration with(Setting setting, String text) {
    Map<Setting, String> changed = new HashMap<>(settings);
    changed.put(setting, text);
    return new StackConfiguration(stack, region, namePrefix, isProtected, network, queues, database, compute, workerPools, loadBalancer,
        features, changed, tags);
  }

  /** Returns the text of a setting that a stack may change. */
  public String text(Setting setting) {
    String text = settings.get(setting);
    if (text == null) {
      throw new IllegalArgumentException(setting.key() + " does not come from the stack's configuration");
    }
    return text;
  }

  /** Returns a setting that is a length of time. */
  public Duration duration(Setting setting) {
    return SettingText.duration(text(setting));
  }

  /** Returns a setting that is a whole number. */
  public int integer(Setting setting) {
    return SettingText.integer(text(setting));
  }

  /** Returns a setting that is a number. */
  public double decimal(Setting setting) {
    return SettingText.decimal(text(setting));
  }
}
