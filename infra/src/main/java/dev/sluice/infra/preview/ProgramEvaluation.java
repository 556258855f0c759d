package dev.sluice.infra.preview;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.core.internal.OutputData;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceTransformation;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.PulumiTestInternal;
import dev.sluice.infra.PlatformStack;
import dev.sluice.infra.StackConfiguration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program in this process and notes what it declares; the SDK's test monitor takes the engine's place. The guards run as
 * they do in a real preview. Safe for any thread: evaluations run one after the other, since the monitor keeps state of the whole
 * process.
 */
public final class ProgramEvaluation {
  /** The root that the SDK puts above everything; it is no resource of the program. */
  private static final String STACK = "pulumi:pulumi:Stack";
  /** Its level is set by the SDK at each run, so that only a filter holds. Kept, since a logger that nobody holds forgets it. */
  private static final Logger MONITOR_LOG = Logger.getLogger(PulumiTestInternal.class.getName());
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
  /** What an output says of itself when it is put into a text as it stands. */
  private static final String MISUSED_OUTPUT = "Calling 'toString' on an 'Output<T>'";

  private final Map<String, ResourceTransformation.Args> registrations = new LinkedHashMap<>();
  private final Map<Resource, String> keys = new IdentityHashMap<>();
  private final Map<String, Map<String, Object>> inputs = new ConcurrentHashMap<>();
  private final List<String> twins = new ArrayList<>();

  private ProgramEvaluation() {}

  /**
   * Evaluates the platform's program.
   *
   * @throws UndeclarableStackException if a guard refuses the stack or the program fails
   */
  public static DeclaredStack of(StackConfiguration configuration) {
    return of(configuration.stack(), configuration.region(), context -> PlatformStack.define(context, configuration));
  }

  /** Evaluates any program of this project. */
  static DeclaredStack of(String stack, String region, Consumer<Context> program) {
    ONE_AT_A_TIME.lock();
    @Nullable Filter former = MONITOR_LOG.getFilter();
    try {
      // The monitor logs a failure with its stack trace; the exception says the same in a sentence.
      MONITOR_LOG.setFilter(record -> false);
      return new ProgramEvaluation().run(stack, region, program);
    } finally {
      PulumiTest.cleanup();
      MONITOR_LOG.setFilter(former);
      ONE_AT_A_TIME.unlock();
    }
  }

  private DeclaredStack run(String stack, String region, Consumer<Context> program) {
    TestOptions options = TestOptions.builder()
        .projectName(StackConfiguration.PROJECT).stackName(stack).resourceTransformations(List.of(this::note)).build();
    Mocks mocks = args -> CompletableFuture.completedFuture(answer(args));
    TestResult result = PulumiTest.withMocks(mocks).withOptions(options).runTest(program);
    List<String> problems = new ArrayList<>(Failures.of(result));
    problems.addAll(twins);
    if (!problems.isEmpty()) {
      throw new UndeclarableStackException(stack, problems);
    }
    DeclaredStack declared = declared(stack, region, result.outputs());
    refuseMisusedOutputs(declared);
    return declared;
  }

  private synchronized Optional<ResourceTransformation.Result> note(ResourceTransformation.Args args) {
    Resource resource = args.resource();
    if (resource.pulumiResourceType().equals(STACK)) {
      return Optional.empty();
    }
    String parent = args.options().getParent().map(each -> keys.getOrDefault(each, "")).orElse("");
    keys.put(resource, DeclaredResource.key(parent, resource.pulumiResourceType(), resource.pulumiResourceName()));
    String title = title(resource.pulumiResourceType(), resource.pulumiResourceName());
    if (registrations.put(title, args) != null) {
      twins.add(title + " is declared twice: give one of them another name");
    }
    return Optional.empty();
  }

  private static String title(String type, String name) {
    return type + " " + name;
  }

  private Mocks.ResourceResult answer(Mocks.ResourceArgs args) {
    String title = title(args.type, args.name);
    inputs.put(title, args.inputs);
    ResourceTransformation.Args registration = registrationOf(title);
    Map<String, Object> state = StandInState.of(registration.resource(), args.inputs, registration.options().getIgnoreChanges());
    return Mocks.ResourceResult.of(Optional.of(Reference.to(args.type, args.name, "id").toString()), state);
  }

  private synchronized ResourceTransformation.Args registrationOf(String title) {
    ResourceTransformation.Args registration = registrations.get(title);
    if (registration == null) {
      throw new IllegalStateException(title + " reached the monitor before it was noted");
    }
    return registration;
  }

  private synchronized DeclaredStack declared(String stack, String region, Map<String, Output<?>> exported) {
    Map<String, Set<String>> secretNames = new TreeMap<>();
    Set<String> secretValues = new HashSet<>();
    registrations.forEach((title, registration) -> {
      Set<String> names = SecretInputs.of(registration.args());
      secretNames.put(title, names);
      names.forEach(name -> {
        if (inputs.getOrDefault(title, Map.of()).get(name) instanceof String text) {
          secretValues.add(text);
        }
      });
    });
    InputTree tree = new InputTree(secretValues, versions());
    List<DeclaredResource> resources = new ArrayList<>();
    registrations.forEach((title, registration) -> resources.add(
        declared(registration, tree.normal(inputs.getOrDefault(title, Map.of()), secretNames.getOrDefault(title, Set.of())))));
    return new DeclaredStack(stack, region, resources, outputs(exported, tree));
  }

  private Map<String, String> versions() {
    return registrations.values().stream().map(ResourceTransformation.Args::resource)
        .filter(resource -> resource.pulumiResourceType().equals("aws:ec2/launchTemplate:LaunchTemplate")).findFirst()
        .map(template -> Map.of(Integer.toString(StandInState.LATEST_VERSION),
            Reference.to(template.pulumiResourceType(), template.pulumiResourceName(), "latestVersion").toString()))
        .orElse(Map.of());
  }

  private DeclaredResource declared(ResourceTransformation.Args registration, Map<String, Object> normalInputs) {
    Resource resource = registration.resource();
    String parent = registration.options().getParent().map(each -> keys.getOrDefault(each, "")).orElse("");
    return new DeclaredResource(
        keys.getOrDefault(resource, ""),
        resource.pulumiResourceType(),
        resource.pulumiResourceName(),
        parent,
        resource instanceof ComponentResource,
        normalInputs,
        registration.options().isProtect(),
        registration.options().getIgnoreChanges(),
        Aliases.of(registration, parent, keys));
  }

  private static Map<String, String> outputs(Map<String, Output<?>> exported, InputTree tree) {
    Map<String, String> outputs = new TreeMap<>();
    exported.forEach((name, output) -> {
      OutputData<?> data = PulumiTestInternal.extractOutputData(output);
      outputs.put(name, data.isSecret() ? InputTree.MASK : tree.text(String.valueOf(data.getValueNullable())));
    });
    return outputs;
  }

  /** The SDK itself refuses it only where PULUMI_ERROR_OUTPUT_STRING is set, and writes a nonsense text otherwise. */
  static void refuseMisusedOutputs(DeclaredStack declared) {
    List<String> misused = new ArrayList<>();
    declared.resources().forEach(resource -> resource.inputs().forEach((name, value) -> {
      if (value.toString().contains(MISUSED_OUTPUT)) {
        misused.add(resource.title() + ": " + name + " has an output within a text: use Output.format");
      }
    }));
    if (!misused.isEmpty()) {
      throw new UndeclarableStackException(declared.stack(), misused);
    }
  }
}
