package dev.sluice.tests.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Where a page points within the checkout, there is something. */
class LinksTest {
  /** A link or an image; what has a colon is elsewhere, and what begins with an anchor is on the page itself. */
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s:#]+)(#[^)\\s]*)?\\)");
  private static final Pattern CODE = Pattern.compile("^```.*?^```|`[^`\n]*`", Pattern.MULTILINE | Pattern.DOTALL);
  /** No pages for readers are in these, nor in what begins with a dot. */
  private static final Set<String> PASSED_OVER = Set.of("src", "target");

  @Test
  void everyLinkOfEveryPagePointsAtSomething() throws IOException {
    List<Path> pages = pages();
    assertThat(pages).extracting(Path::toString).contains("README.md", "ARCHITECTURE.md", "KNOWN_ISSUES.md", "CHANGELOG.md",
        "docs/guides/jobs.md", "docs/reference/api.md", "localstack/emulators/README.md", "tests/model/README.md");
    List<String> dead = new ArrayList<>();
    for (Path page : pages) {
      dead.addAll(deadLinks(page, Files.readString(Page.ROOT.resolve(page))));
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void aLinkThatPointsAtNothingIsTold() {
    assertThat(deadLinks(Path.of("docs/page.md"), """
        [gone](gone.md), [there](certificate.md#the-history), [a folder](../tests/model), [elsewhere](https://example.org/gone.md),
        [here](#below), `[no link](gone.md)` and [`code`](code.md#first)
        ```text
        [no link](gone.md)
        ```
        """)).containsExactly("docs/page.md points at gone.md", "docs/page.md points at code.md");
  }

  private static List<String> deadLinks(Path page, String text) {
    return LINK.matcher(CODE.matcher(text).replaceAll("")).results().map(link -> link.group(1))
        .filter(target -> !Files.exists(Page.ROOT.resolve(page).resolveSibling(target).normalize()))
        .map(target -> page + " points at " + target).toList();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(Page.ROOT, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        String name = folder.getFileName().toString();
        return !folder.equals(Page.ROOT) && (name.startsWith(".") || PASSED_OVER.contains(name))
            ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (file.toString().endsWith(".md")) {
          pages.add(Page.ROOT.relativize(file));
        }
        return FileVisitResult.CONTINUE;
      }
    });
    return pages.stream().sorted().toList();
  }
}
