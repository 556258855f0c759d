package dev.sluice.cli.preview;

import dev.sluice.infra.preview.DeclaredResource;
import dev.sluice.infra.preview.DeclaredStack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws a stack as a tree of components and what they are made of. */
final class ResourceTree {
  private final Map<String, List<DeclaredResource>> children = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  private ResourceTree(DeclaredStack stack) {
    stack.resources().forEach(resource -> children.computeIfAbsent(resource.parent(), parent -> new ArrayList<>()).add(resource));
    text.append("stack ").append(stack.stack()).append(" in ").append(stack.region()).append(": ")
        .append(stack.custom().size()).append(" resources\n");
  }

  static String of(DeclaredStack stack) {
    ResourceTree tree = new ResourceTree(stack);
    tree.draw("", "");
    return tree.text.toString();
  }

  private void draw(String parent, String indent) {
    List<DeclaredResource> here = children.getOrDefault(parent, List.of());
    for (int i = 0; i < here.size(); i++) {
      boolean isLast = i == here.size() - 1;
      DeclaredResource resource = here.get(i);
      text.append(indent).append(isLast ? "└─ " : "├─ ").append(resource.name()).append("  ").append(resource.shortType())
          .append(remarks(resource)).append('\n');
      draw(resource.key(), indent + (isLast ? "   " : "│  "));
    }
  }

  private static String remarks(DeclaredResource resource) {
    List<String> remarks = new ArrayList<>();
    if (resource.isProtected()) {
      remarks.add("protected");
    }
    if (!resource.ignoredChanges().isEmpty()) {
      remarks.add("ignores changes of " + String.join(", ", resource.ignoredChanges()));
    }
    return remarks.isEmpty() ? "" : "  [" + String.join("; ", remarks) + "]";
  }
}
