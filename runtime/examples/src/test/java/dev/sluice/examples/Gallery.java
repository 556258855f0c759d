package dev.sluice.examples;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table of the examples, {@code gallery.json}: what each teaches, what it is given and what comes of it. */
final class Gallery {
  static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path FOLDER = CHECKOUT.resolve("runtime/examples/src/test/resources/dev/sluice/examples");
  private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Gallery() {}

  /** An example. */
  record Row(String job, String teaches, List<Scene> runs) {
    boolean isOnTheLocalCloud() {
      return runs.stream().anyMatch(scene -> scene.onlyInMemory() == null);
    }
  }

  /**
   * A run of it.
   *
   * @param onlyInMemory why the local cloud does not run it; null if it does
   * @param signals given by op as soon as it waits
   * @param earlySignals given by op before anything runs
   * @param timingOut ops whose first attempt takes too long
   * @param status SUCCEEDED if it is left out
   * @param output all of it; null if there is none
   * @param outputHas some fields of it
   * @param ops states of some ops
   * @param attempts of some ops
   * @param order ops that succeed in this order, among others
   * @param tree the run's sub-jobs, all of them, as {@code path job}
   */
  record Scene(JsonNode input, @Nullable String onlyInMemory, @Nullable Map<String, String> tags, @Nullable Map<String, JsonNode> signals,
      @Nullable Map<String, JsonNode> earlySignals, @Nullable List<String> timingOut, @Nullable RunStatus status,
      @Nullable JsonNode output, @Nullable Map<String, JsonNode> outputHas,
      @Nullable Map<String, OpState> ops, @Nullable Map<String, Integer> attempts, @Nullable List<String> order,
      @Nullable List<String> tree) {
    Scene {
      tags = Objects.requireNonNullElse(tags, Map.of());
      signals = Objects.requireNonNullElse(signals, Map.of());
      earlySignals = Objects.requireNonNullElse(earlySignals, Map.of());
      timingOut = Objects.requireNonNullElse(timingOut, List.of());
      outputHas = Objects.requireNonNullElse(outputHas, Map.of());
      status = Objects.requireNonNullElse(status, RunStatus.SUCCEEDED);
      ops = Objects.requireNonNullElse(ops, Map.of());
      attempts = Objects.requireNonNullElse(attempts, Map.of());
      order = Objects.requireNonNullElse(order, List.of());
      tree = Objects.requireNonNullElse(tree, List.of());
    }
  }

  static List<Row> rows() {
    try {
      String text = Files.readString(FOLDER.resolve("gallery.json")).replace("${letters}", FOLDER.resolve("letters").toString());
      return List.of(JSON.readValue(text, Row[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the service loader finds, by the names of the jobs. */
  static Map<String, JobSource<?, ?>> sources() {
    Map<String, JobSource<?, ?>> sources = new TreeMap<>();
    ServiceLoader.load(JobSource.class).forEach(source -> sources.put(source.name(), source));
    return sources;
  }

  /** What a run yields, as its JSON says it. */
  static JsonNode tree(@Nullable String json) {
    try {
      return JSON.readTree(json == null ? "null" : json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
