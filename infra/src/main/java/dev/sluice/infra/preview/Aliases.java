package dev.sluice.infra.preview;

import com.pulumi.core.Alias;
import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceTransformation;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that a resource had before it was renamed or moved, from the aliases that the program gives it. */
final class Aliases {
  private Aliases() {}

  static List<String> of(ResourceTransformation.Args registration, String parent, Map<Resource, String> keys) {
    List<String> former = new ArrayList<>();
    for (Output<Alias> output : registration.options().getAliases()) {
      Alias alias = PulumiTestInternal.<Alias>extractOutputData(output).getValueNullable();
      former.add(alias.getUrn().map(Aliases::keyOfUrn).orElseGet(() -> DeclaredResource.key(
          formerParent(alias, parent, keys),
          text(alias.getType()).orElse(registration.resource().pulumiResourceType()),
          text(alias.getName()).orElse(registration.resource().pulumiResourceName()))));
    }
    return former;
  }

  private static String formerParent(Alias alias, String parent, Map<Resource, String> keys) {
    if (alias.hasNoParent()) {
      return "";
    }
    return alias.getParent().map(each -> keys.getOrDefault(each, ""))
        .or(() -> text(alias.getParentUrn()).map(Aliases::keyOfUrn))
        .orElse(parent);
  }

  /** {@code urn:pulumi:STACK::PROJECT::TYPES::NAME}; the stack's own URN is no parent. */
  private static String keyOfUrn(String urn) {
    String[] parts = urn.split("::", 4);
    return parts.length < 4 || parts[2].equals("pulumi:pulumi:Stack") ? "" : parts[2].replace("pulumi:pulumi:Stack$", "") + "::" + parts[3];
  }

  private static Optional<String> text(Optional<Output<String>> output) {
    return output.map(each -> PulumiTestInternal.extractOutputData(each).getValueNullable());
  }
}
