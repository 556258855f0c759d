package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every example stands in the table, and the table in the guide. Refresh the guide with {@code -Dsluice.updateReference=true}. */
class GalleryPageTest {
  private static final Path PAGE = Gallery.CHECKOUT.resolve("docs/guides/examples.md");
  private static final String SOURCES = "runtime/examples/src/main/java";
  private static final int FEWEST = 40;
  private static final int LONGEST = 80;

  private final List<Gallery.Example> examples = Gallery.examples();
  private final Map<String, Class<?>> sources = Gallery.sources();

  @Test
  void everyExampleStandsInTheTableOnceAndIsRun() {
    assertThat(examples).extracting(Gallery.Example::job).containsExactlyInAnyOrderElementsOf(sources.keySet());
    assertThat(examples).allSatisfy(example -> assertThat(example.runs()).as(example.job()).isNotEmpty());
    assertThat(examples).extracting(Gallery.Example::teaches).doesNotHaveDuplicates();
  }

  @Test
  void thereAreAtLeastForty() {
    assertThat(examples).hasSizeGreaterThanOrEqualTo(FEWEST);
  }

  @Test
  void eachIsShort() throws IOException {
    for (Class<?> source : sources.values()) {
      Path file = Gallery.CHECKOUT.resolve(SOURCES).resolve(path(source));
      assertThat(Files.readAllLines(file)).as(source.getSimpleName()).hasSizeLessThanOrEqualTo(words(source) ? 100 : LONGEST);
    }
  }

  /** The one that is a program of its own. */
  private static boolean words(Class<?> source) {
    return source.getSimpleName().equals("WordCount");
  }

  @Test
  void theGuideListsThemAll() throws IOException {
    String page = page();
    if (Boolean.getBoolean("sluice.updateReference")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().as("refresh it with -Dsluice.updateReference=true").isEqualTo(page);
  }

  private String page() {
    StringBuilder page = new StringBuilder("""
        # Examples

        Jobs that teach one thing each, from hello world to an ETL with sub-jobs. The tests run every one of them in memory, and all but
        those marked * on the local cloud as well. `./sluice up` brings them along: `./sluice submit hello '{"name":"Ada"}' --wait`.

        What each is given and what comes of it stands in [the table of the tests](../../%s/gallery.json).
        """.formatted("runtime/examples/src/test/resources/dev/sluice/examples"));
    examples.stream().collect(Collectors.groupingBy(example -> subject(sources.get(example.job())), java.util.LinkedHashMap::new,
        Collectors.toList())).forEach((subject, rows) -> page.append("\n## ").append(subject).append("\n\n| job | teaches | file |\n| --- | --- | --- |\n")
            .append(rows.stream().map(this::row).collect(Collectors.joining())));
    return page.toString();
  }

  private String row(Gallery.Example example) {
    Class<?> source = sources.get(example.job());
    return "| `%s`%s | %s | [%s](../../%s/%s) |%n".formatted(example.job(), example.onlyInMemory() == null ? "" : " *", example.teaches(),
        source.getSimpleName(), SOURCES, path(source));
  }

  private static String path(Class<?> source) {
    return source.getName().replace('.', '/') + ".java";
  }

  private static String subject(Class<?> source) {
    return Arrays.stream(source.getPackageName().split("\\.")).reduce((first, last) -> last).orElseThrow();
  }
}
