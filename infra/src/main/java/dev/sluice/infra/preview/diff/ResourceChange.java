package dev.sluice.infra.preview.diff;

import dev.sluice.infra.preview.DeclaredResource;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one resource.
 *
 * @param kind what is done
 * @param resource as it will be; for one that goes, as it was
 * @param properties what differs; empty where it is created, deleted or the same
 * @param loss what is lost by it
 * @param isRefused whether Pulumi will refuse, since the resource that would go is protected
 */
public record ResourceChange(
    ChangeKind kind, DeclaredResource resource, List<PropertyChange> properties, Optional<String> loss, boolean isRefused) {
  public ResourceChange {
    properties = List.copyOf(properties);
  }
}
