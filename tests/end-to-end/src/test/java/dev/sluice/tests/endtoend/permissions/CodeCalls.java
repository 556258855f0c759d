package dev.sluice.tests.endtoend.permissions;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the code could call, read from its class files: so that a call which no test drives does not pass unseen. Adapters call
 * AWS's clients, services call the ports.
 */
public final class CodeCalls {
  private static final String SDK = "software.amazon.awssdk.services.";
  /** What a client has beside its operations. */
  private static final Set<String> NO_OPERATION = Set.of("builder", "close", "create", "serviceClientConfiguration");
  /** What the adapters make of a port's method. */
  private static final Map<String, String> OPERATIONS = Map.ofEntries(
      Map.entry("Publisher.publish", "SQS.SendMessageBatch"),
      Map.entry("JobQueue.send", "SQS.SendMessageBatch"),
      Map.entry("JobQueue.receive", "SQS.ReceiveMessage"),
      Map.entry("JobQueue.extendVisibility", "SQS.ChangeMessageVisibilityBatch"),
      Map.entry("JobQueue.delete", "SQS.DeleteMessageBatch"),
      Map.entry("JobQueue.depth", "SQS.GetQueueAttributes"),
      Map.entry("WorkerFleet.size", "ECS.DescribeServices"),
      Map.entry("WorkerFleet.scaleTo", "ECS.UpdateService"),
      Map.entry("InstanceWatch.gone", "ECS.DescribeTasks"),
      Map.entry("InstanceProtection.protect", "ECS-agent.PUT task-protection/v1/state"),
      Map.entry("InstanceProtection.unprotect", "ECS-agent.PUT task-protection/v1/state"),
      Map.entry("PayloadStore.put", "S3.PutObject"),
      Map.entry("PayloadStore.get", "S3.GetObject"),
      Map.entry("PayloadStore.delete", "S3.DeleteObject"),
      Map.entry("PayloadStore.putBefore", "S3.ListObjectsV2"));
  private static final Set<String> PORTS =
      OPERATIONS.keySet().stream().map(method -> method.substring(0, method.indexOf('.'))).collect(Collectors.toSet());

  private final JavaClasses code = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages(
          "dev.sluice.core", "dev.sluice.adapters", "dev.sluice.coordinator", "dev.sluice.worker", "dev.sluice.autoscaler");

  /** Returns every operation of an AWS client that the adapters call. */
  public Set<String> operationsOfAdapters() {
    return accesses("dev.sluice.adapters", type -> true)
        .filter(access -> access.getTargetOwner().getName().startsWith(SDK))
        .filter(access -> access.getTargetOwner().getSimpleName().endsWith("Client"))
        .filter(access -> !NO_OPERATION.contains(access.getTarget().getName()))
        .map(access -> access.getTargetOwner().getPackageName().substring(SDK.length()).toUpperCase(Locale.ROOT)
            + "." + Character.toUpperCase(access.getTarget().getName().charAt(0)) + operation(access.getTarget().getName().substring(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A client has an operation in several forms. */
  private static String operation(String method) {
    return method.replaceFirst("(AsBytes|Paginator)$", "");
  }

  /** Returns the operations that a service's own code asks for through the ports. */
  public Set<String> operationsOf(String service) {
    return portMethods("dev.sluice." + service, type -> true)
        .map(method -> {
          String operation = OPERATIONS.get(method);
          if (operation == null) {
            throw new AssertionError(service + " calls " + method + ": add the operation that the adapter makes of it");
          }
          return operation;
        })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the classes of the core, without the ports in memory, that call a port of a queue, a fleet or a payload store. */
  public Set<String> callersInCore() {
    return code.stream().filter(type -> type.getPackageName().startsWith("dev.sluice.core"))
        .filter(type -> !type.getPackageName().endsWith(".inmemory"))
        .filter(type -> portMethods(type.getPackageName(), type::equals).findAny().isPresent())
        .map(JavaClass::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<String> portMethods(String packageName, Predicate<JavaClass> which) {
    return accesses(packageName, which)
        .filter(access -> access.getTargetOwner().getPackageName().startsWith("dev.sluice.core."))
        .filter(access -> PORTS.contains(access.getTargetOwner().getSimpleName()))
        .filter(access -> !access.getTarget().getName().equals("<init>"))
        .map(access -> access.getTargetOwner().getSimpleName() + "." + access.getTarget().getName());
  }

  private Stream<JavaCodeUnitAccess<?>> accesses(String packageName, Predicate<JavaClass> which) {
    return code.stream().filter(type -> type.getPackageName().startsWith(packageName)).filter(which)
        .flatMap(type -> type.getCodeUnitAccessesFromSelf().stream());
  }
}
