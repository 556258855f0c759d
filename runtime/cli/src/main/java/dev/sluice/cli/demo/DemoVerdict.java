package dev.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.run.EventType;
import dev.sluice.simulator.report.LoadReport;
import dev.sluice.simulator.report.ReportText;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import dev.sluice.simulator.verify.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the demo came to.
 *
 * @param figures the summary table
 * @param topTen the most frequent words of the checkout, as the job found them
 * @param checks each promise and whether it held
 */
record DemoVerdict(List<ReportText.Line> figures, List<String> topTen, List<Check> checks) {
  private static final double MEBIBYTE = 1024.0 * 1024.0;

  /**
   * A promise.
   *
   * @param promise in a sentence
   * @param held whether it did
   * @param detail figures, or what was found instead
   */
  record Check(String promise, boolean held, String detail) {}

  static DemoVerdict of(DemoRecord record, List<String> leftOvers, Duration untilReady, Duration wall) {
    LoadReport report = LoadReport.of(record.history());
    List<ReportText.Line> figures = new ArrayList<>(ReportText.lines(report));
    figures.add(new ReportText.Line("resident memory, all processes, peak", memory(record.residentMemory())));
    figures.add(new ReportText.Line("until healthy", ReportText.told(untilReady)));
    figures.add(new ReportText.Line("wall time", ReportText.told(wall)));
    Findings findings = ExactlyOnceCheck.check(record.history());
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("every run succeeded", record.ended() && record.progress().succeeded() == record.progress().accepted(),
        record.progress().succeeded() + " of " + record.progress().accepted()));
    checks.add(new Check("every op execution has exactly one committed result", findings.hold(), findings.hold()
        ? findings.committed() + " of " + findings.ops() + ", from " + record.history().events().size() + " events"
        : findings.violations().size() + " violations, the first: " + findings.violations().get(0)));
    checks.add(lostWorker(record));
    checks.add(words(record));
    checks.add(new Check("nothing is left behind", leftOvers.isEmpty(),
        leftOvers.isEmpty() ? "no process, port or file" : String.join("; ", leftOvers)));
    return new DemoVerdict(figures, topTen(record.wordCount().output()), checks);
  }

  private static Check lostWorker(DemoRecord record) {
    long recovered = record.killed().map(worker -> record.history().events().stream()
        .filter(event -> event.type() == EventType.OP_LEASE_LOST && worker.equals(event.detail())).count()).orElse(0L);
    return new Check("the leases of the killed worker were recovered", recovered > 0,
        record.killed().map(worker -> recovered + " of " + worker).orElse("no worker was killed"));
  }

  private static Check words(DemoRecord record) {
    DirectCount direct = record.directCount();
    JsonNode output = record.wordCount().output();
    boolean same = output != null
        && output.path("files").asInt() == direct.files()
        && output.path("words").asLong() == direct.words()
        && output.path("distinctWords").asInt() == direct.distinctWords()
        && frequencies(output).equals(direct.topTen());
    return new Check("the word count agrees with a direct count", same,
        same ? direct.words() + " words, " + direct.distinctWords() + " different, in " + direct.files() + " files" : told(record));
  }

  private static String told(DemoRecord record) {
    RunResult result = record.wordCount();
    return "the job came to " + result.status() + " " + result.output() + " " + result.failures() + ", the direct count to "
        + record.directCount();
  }

  private static List<DirectCount.Frequency> frequencies(JsonNode output) {
    List<DirectCount.Frequency> frequencies = new ArrayList<>();
    output.path("mostFrequent").forEach(
        each -> frequencies.add(new DirectCount.Frequency(each.path("word").asText(), each.path("count").asLong())));
    return frequencies;
  }

  private static List<String> topTen(@Nullable JsonNode output) {
    return output == null ? List.of() : frequencies(output).stream().map(each -> each.word() + " " + each.count()).toList();
  }

  private static String memory(OptionalLong bytes) {
    return bytes.isPresent() ? String.format(Locale.ROOT, "%.0f MiB", bytes.getAsLong() / MEBIBYTE) : "not told by this system";
  }

  boolean holds() {
    return checks.stream().allMatch(Check::held);
  }

  String text() {
    StringBuilder text = new StringBuilder("\n");
    text.append("top ten words of the checkout: ").append(String.join(", ", topTen)).append("\n\n");
    text.append(ReportText.table(figures)).append('\n');
    checks.forEach(check -> text.append(check.held() ? "  held    " : "  BROKEN  ").append(check.promise()).append(": ")
        .append(check.detail()).append('\n'));
    return text.append('\n').append(holds() ? "every check held" : "NOT every check held").append('\n').toString();
  }
}
