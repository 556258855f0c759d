package dev.sluice.infra.compute;

import com.pulumi.aws.ecr.LifecyclePolicy;
import com.pulumi.aws.ecr.LifecyclePolicyArgs;
import com.pulumi.aws.ecr.Repository;
import com.pulumi.aws.ecr.RepositoryArgs;
import com.pulumi.aws.ecr.inputs.RepositoryImageScanningConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.contract.ServiceKind;
import dev.sluice.infra.json.CanonicalJson;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** An ECR repository for each service's image, scanned on push, with old images thrown away. */
public final class Images extends ComponentResource {
  private static final int KEPT = 30;

  /**
   * What the repositories are made from.
   *
   * @param folder that their names begin with
   * @param isProtected whether a tag, once pushed, stays what it is, and a repository with images cannot be deleted
   */
  public record Args(String folder, boolean isProtected) {}

  private final Map<ServiceKind, Output<String>> urls = new EnumMap<>(ServiceKind.class);

  public Images(String name, Args args, ComponentResourceOptions options) {
    super("sluice:compute:Images", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    for (ServiceKind kind : ServiceKind.values()) {
      Repository repository = new Repository(kind.label(), RepositoryArgs.builder()
          .name(args.folder() + "/" + kind.label())
          .imageTagMutability(args.isProtected() ? "IMMUTABLE" : "MUTABLE")
          .imageScanningConfiguration(RepositoryImageScanningConfigurationArgs.builder().scanOnPush(true).build())
          .forceDelete(!args.isProtected())
          .build(), child);
      new LifecyclePolicy(kind.label(),
          LifecyclePolicyArgs.builder().repository(repository.name()).policy(keepNewest()).build(), child);
      urls.put(kind, repository.repositoryUrl());
    }
    registerOutputs(Map.of());
  }

  private static String keepNewest() {
    return CanonicalJson.of(Map.of("rules", List.of(Map.of(
        "rulePriority", 1,
        "description", "Keep the newest images",
        "selection", Map.of("tagStatus", "any", "countType", "imageCountMoreThan", "countNumber", KEPT),
        "action", Map.of("type", "expire")))));
  }

  /** Returns the address of a service's repository. */
  public Output<String> url(ServiceKind kind) {
    Output<String> url = urls.get(kind);
    if (url == null) {
      throw new IllegalStateException(kind + " has no repository yet");
    }
    return url;
  }
}
