package dev.sluice.infra.preview.diff;

import dev.sluice.infra.preview.DeclaredResource;
import dev.sluice.infra.preview.DeclaredStack;
import dev.sluice.infra.preview.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares two declarations. A reference to a resource that is replaced has a value that nobody knows yet, so a replacement may
 * cause others: the comparison goes on until nothing more comes of it.
 */
final class Comparison {
  private static final String LAUNCH_TEMPLATE = "ec2.LaunchTemplate";

  private final DeclaredStack before;
  private final DeclaredStack after;
  /** Each resource that stays, with what it was. */
  private final Map<DeclaredResource, DeclaredResource> kept = new LinkedHashMap<>();
  private final Map<DeclaredResource, ChangeKind> kinds = new LinkedHashMap<>();
  /** What references would lead elsewhere, by the title of the resource that they lead to. */
  private final Map<String, ChangeKind> moving = new HashMap<>();

  Comparison(DeclaredStack before, DeclaredStack after) {
    this.before = before;
    this.after = after;
  }

  StackDiff diff() {
    pair();
    boolean settled = false;
    while (!settled) {
      settled = !lookAgain();
    }
    List<ResourceChange> changes = new ArrayList<>();
    after.custom().forEach(resource -> changes.add(change(resource)));
    for (DeclaredResource old : before.custom()) {
      if (!kept.containsValue(old)) {
        changes.add(new ResourceChange(ChangeKind.DELETE, old, List.of(), DataLoss.of(old), old.isProtected()));
      }
    }
    return new StackDiff(before, after, changes, differences(
        new TreeMap<>(before.outputs()), new TreeMap<>(after.outputs()), path -> false));
  }

  private void pair() {
    Map<String, DeclaredResource> old = new HashMap<>();
    before.custom().forEach(resource -> old.put(resource.key(), resource));
    Set<String> taken = new TreeSet<>();
    after.custom().forEach(resource -> taken.add(resource.key()));
    for (DeclaredResource resource : after.custom()) {
      @Nullable DeclaredResource was = old.get(resource.key());
      if (was == null) {
        was = resource.aliases().stream().filter(alias -> !taken.contains(alias)).map(old::get)
            .filter(Objects::nonNull).findFirst().orElse(null);
      }
      if (was != null) {
        kept.put(resource, was);
      }
    }
  }

  /** Returns whether anything came out differently this time. */
  private boolean lookAgain() {
    boolean changed = false;
    for (DeclaredResource resource : after.custom()) {
      ChangeKind kind = kind(resource);
      if (kinds.put(resource, kind) != kind) {
        changed = true;
        moving.put(resource.title(), kind);
      }
    }
    return changed;
  }

  private ChangeKind kind(DeclaredResource resource) {
    if (!kept.containsKey(resource)) {
      return ChangeKind.CREATE;
    }
    List<PropertyChange> properties = properties(resource);
    if (properties.isEmpty()) {
      return ChangeKind.SAME;
    }
    return properties.stream().anyMatch(PropertyChange::forcesReplacement) ? ChangeKind.REPLACE : ChangeKind.UPDATE;
  }

  private ResourceChange change(DeclaredResource resource) {
    ChangeKind kind = kinds.getOrDefault(resource, ChangeKind.SAME);
    if (kind != ChangeKind.UPDATE && kind != ChangeKind.REPLACE) {
      return new ResourceChange(kind, resource, List.of(), Optional.empty(), false);
    }
    DeclaredResource was = kept.getOrDefault(resource, resource);
    boolean goes = kind == ChangeKind.REPLACE;
    return new ResourceChange(kind, resource, properties(resource), goes ? DataLoss.of(was) : Optional.empty(), goes && was.isProtected());
  }

  private List<PropertyChange> properties(DeclaredResource resource) {
    DeclaredResource was = kept.getOrDefault(resource, resource);
    Map<String, String> old = PropertyTree.leaves(was.inputs());
    Map<String, String> now = PropertyTree.leaves(resource.inputs());
    for (String ignored : resource.ignoredChanges()) {
      old.keySet().removeIf(path -> isWithin(path, ignored));
      now.keySet().removeIf(path -> isWithin(path, ignored));
    }
    return differences(old, now, path -> ReplacementRules.known().replaces(resource.type(), path));
  }

  private static boolean isWithin(String path, String property) {
    return path.equals(property) || path.startsWith(property + ".") || path.startsWith(property + "[");
  }

  private List<PropertyChange> differences(
      Map<String, String> old, Map<String, String> now, Predicate<String> replaces) {
    Set<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(now.keySet());
    List<PropertyChange> differences = new ArrayList<>();
    for (String path : paths) {
      Optional<String> was = Optional.ofNullable(old.get(path));
      Optional<String> is = Optional.ofNullable(now.get(path));
      boolean isUnknown = is.filter(this::isUnknown).isPresent();
      if (isUnknown || !was.equals(is)) {
        differences.add(new PropertyChange(path, was, is, isUnknown, replaces.test(path)));
      }
    }
    return differences;
  }

  /** Whether a text holds a value that AWS has yet to choose. */
  private boolean isUnknown(String text) {
    return Reference.in(text).stream().anyMatch(reference -> switch (moving.getOrDefault(reference.title(), ChangeKind.SAME)) {
      case CREATE, REPLACE -> true;
      // An updated template has a new version; nothing else here changes its identity by an update.
      case UPDATE -> reference.shortType().equals(LAUNCH_TEMPLATE) && reference.property().equals("latestVersion");
      case DELETE, SAME -> false;
    });
  }
}
