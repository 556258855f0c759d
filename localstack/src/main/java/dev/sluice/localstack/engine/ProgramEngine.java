package dev.sluice.localstack.engine;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.core.internal.OutputData;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program in this process and creates what it registers. The SDK's test monitor takes the engine's place: it hands over
 * each resource with its inputs resolved, after the resources that it depends on.
 *
 * <p>The SDK's runner occupies a thread of the JVM's common pool while the program runs. From JDK 25 on that pool must have two or more
 * ({@code -Djava.util.concurrent.ForkJoinPool.common.parallelism=4} on a machine of two processors), or the program does not end.
 *
 * <p>The test monitor keeps state of the whole process, so two programs run one after the other, whoever calls.
 */
public final class ProgramEngine {
  private static final String COMMON_POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

  static {
    // Of use only if nothing in this process has asked for the common pool before; see refuseStarvation.
    if (System.getProperty(COMMON_POOL) == null) {
      System.setProperty(COMMON_POOL, String.valueOf(Math.max(4, Runtime.getRuntime().availableProcessors())));
    }
  }

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
  /**
   * The SDK logs each failure with its stack; the exception of {@link #run} says the same. Held, since loggers may be collected.
   */
  private static final Logger SDK_LOGGER = Logger.getLogger(PulumiTestInternal.class.getName());

  private final ResourceTypes types;
  private final Invokes invokes;
  private final Executor executor;
  private final Consumer<ResourceRecord> listener;

  /**
   * @param executor runs the handlers, which may block; resources that do not depend on each other are created at once
   * @param listener told of each resource after its creation, from the executor's threads
   */
  public ProgramEngine(ResourceTypes types, Invokes invokes, Executor executor, Consumer<ResourceRecord> listener) {
    this.types = types;
    this.invokes = invokes;
    this.executor = executor;
    this.listener = listener;
  }

  /**
   * Runs the program to its end and returns what it exported.
   *
   * @throws FailedProgramException if it failed, or a resource could not be created
   */
  public StackOutputs run(Consumer<Context> program, String project, String stack) {
    refuseStarvation();
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    ONE_AT_A_TIME.lock();
    SDK_LOGGER.setFilter(line -> line.getLevel() != Level.SEVERE);
    try {
      TestOptions options = TestOptions.builder().projectName(project).stackName(stack).preview(false).build();
      TestResult result = PulumiTest.withMocks(new Bridge(failures)).withOptions(options).runTest(program);
      refuseFailures(result, failures);
      return outputsOf(result);
    } finally {
      PulumiTest.cleanup();
      SDK_LOGGER.setFilter(null);
      ONE_AT_A_TIME.unlock();
    }
  }

  /**
   * The SDK waits for its tasks in a task that submits itself again and again. Up to Java 24 asynchronous tasks get threads of their own
   * where the common pool has only one; since Java 25 they share that one, and the SDK would wait for ever.
   */
  private static void refuseStarvation() {
    if (Runtime.version().feature() >= 25 && ForkJoinPool.getCommonPoolParallelism() < 2) {
      throw new IllegalStateException(
          "the Pulumi SDK needs a common pool of two threads or more on this Java: start it with -D" + COMMON_POOL + "=4");
    }
  }

  private static void refuseFailures(TestResult result, Iterable<Throwable> failures) {
    Set<String> reasons = new LinkedHashSet<>();
    List<Throwable> causes = new ArrayList<>();
    failures.forEach(causes::add);
    if (causes.isEmpty()) {
      causes.addAll(result.exceptions());
    }
    causes.forEach(cause -> reasons.add(reasonOf(cause)));
    if (causes.isEmpty()) {
      // What the SDK reports without an exception, for example an error within applyValue.
      reasons.addAll(result.errors());
    }
    if (!reasons.isEmpty()) {
      throw new FailedProgramException(List.copyOf(reasons), causes.isEmpty() ? null : causes.get(0));
    }
  }

  private static String reasonOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && (root instanceof CompletionException || root.getMessage() == null)) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private static StackOutputs outputsOf(TestResult result) {
    Map<String, Object> values = new TreeMap<>();
    Set<String> secrets = new HashSet<>();
    for (Map.Entry<String, Output<?>> output : result.outputs().entrySet()) {
      OutputData<?> data = PulumiTestInternal.extractOutputData(output.getValue());
      @Nullable Object value = data.getValueNullable();
      if (value != null) {
        values.put(output.getKey(), value);
      }
      if (data.isSecret()) {
        secrets.add(output.getKey());
      }
    }
    return new StackOutputs(values, secrets);
  }

  /** What the test monitor calls. */
  private final class Bridge implements Mocks {
    private final ConcurrentLinkedQueue<Throwable> failures;

    Bridge(ConcurrentLinkedQueue<Throwable> failures) {
      this.failures = failures;
    }

    @Override
    public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
      return CompletableFuture.supplyAsync(() -> create(args), executor);
    }

    private ResourceResult create(ResourceArgs args) {
      try {
        ResourceRequest request = new ResourceRequest(args.type, args.name, new Inputs(args.type + " " + args.name, args.inputs));
        CreatedResource resource = types.handlerOf(args.type, args.name).create(request);
        listener.accept(new ResourceRecord(args.type, args.name, resource.id(), resource.created()));
        return ResourceResult.of(java.util.Optional.of(resource.id()), resource.outputs());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failed(args, e);
      } catch (Exception e) {
        throw failed(args, e);
      }
    }

    private RuntimeException failed(ResourceArgs args, Exception cause) {
      RuntimeException failure = cause instanceof UnknownResourceTypeException unknown ? unknown
          : new ResourceCreationException(args.type, args.name, cause);
      failures.add(failure);
      return failure;
    }

    @Override
    public CompletableFuture<Map<String, Object>> callAsync(CallArgs args) {
      try {
        return CompletableFuture.completedFuture(invokes.answer(args.token, new Inputs(args.token, args.args)));
      } catch (RuntimeException e) {
        failures.add(e);
        return CompletableFuture.failedFuture(e);
      }
    }
  }
}
