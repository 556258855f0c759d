package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobSource;
import dev.sluice.examples.words.WordCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every example stands in the table, and the table in the guide. Refresh the guide with {@code -Dsluice.updateReference=true}. */
class GalleryPageTest {
  private static final Path PAGE = Gallery.CHECKOUT.resolve("docs/guides/examples.md");
  private static final String SOURCES = "runtime/examples/src/main/java";
  private static final int FEWEST = 40;
  private static final int LONGEST = 70;

  private final List<Gallery.Row> examples = Gallery.rows();
  private final Map<String, JobSource<?, ?>> sources = Gallery.sources();

  @Test
  void everyExampleStandsInTheTableOnceAndIsRun() {
    assertThat(examples).extracting(Gallery.Row::job).containsExactlyInAnyOrderElementsOf(sources.keySet());
    assertThat(examples).allSatisfy(example -> assertThat(example.runs()).as(example.job()).isNotEmpty());
    assertThat(examples).extracting(Gallery.Row::teaches).doesNotHaveDuplicates();
  }

  @Test
  void thereAreAtLeastForty() {
    assertThat(examples).hasSizeGreaterThanOrEqualTo(FEWEST);
  }

  @Test
  void eachIsShort() throws IOException {
    for (JobSource<?, ?> source : sources.values()) {
      Path file = Gallery.CHECKOUT.resolve(SOURCES).resolve(path(source));
      assertThat(Files.readAllLines(file)).as(source.name()).hasSizeLessThanOrEqualTo(words(source) ? 100 : LONGEST);
    }
  }

  /** The one that is a program of its own. */
  private static boolean words(JobSource<?, ?> source) {
    return source instanceof WordCount;
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
    Map<String, List<Gallery.Row>> bySubject = new LinkedHashMap<>();
    examples.forEach(example -> bySubject.computeIfAbsent(subject(sources.get(example.job())), subject -> new ArrayList<>()).add(example));
    bySubject.forEach((subject, rows) -> {
      page.append("\n## ").append(subject).append("\n\n| job | teaches | file |\n| --- | --- | --- |\n");
      rows.forEach(example -> page.append(row(example)));
    });
    return page.toString();
  }

  private String row(Gallery.Row example) {
    JobSource<?, ?> source = sources.get(example.job());
    return "| `%s`%s | %s | [%s](../../%s/%s) |%n".formatted(example.job(), example.isOnTheLocalCloud() ? "" : " *", example.teaches(),
        source.getClass().getSimpleName(), SOURCES, path(source));
  }

  private static String path(JobSource<?, ?> source) {
    return source.getClass().getName().replace('.', '/') + ".java";
  }

  private static String subject(JobSource<?, ?> source) {
    return Arrays.stream(source.getClass().getPackageName().split("\\.")).reduce((first, last) -> last).orElseThrow();
  }
}
