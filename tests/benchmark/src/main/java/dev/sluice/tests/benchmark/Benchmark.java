package dev.sluice.tests.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures Sluice as a library, side by side with the raw limits of the machine and with a peer, all in one process and one run: what
 * counts is their ratio.
 *
 * <p>Options: {@code --rounds=5}, {@code --runs=20000}, {@code --finished=1000000}, {@code --only=NAME,NAME}, {@code --report=FILE}.
 */
public final class Benchmark {
  private Benchmark() {}

  /** Measures and prints; see the class. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new TreeMap<>(Map.of("rounds", "5", "runs", "20000", "finished", "1000000", "only", "", "report", ""));
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (parts.length != 2 || !argument.startsWith("--") || options.replace(parts[0].substring(2), parts[1]) == null) {
        throw new IllegalArgumentException("not an option: " + argument + "; there are " + options.keySet());
      }
    }
    List<String> only = Arrays.stream(options.get("only").split(",")).filter(name -> !name.isBlank()).toList();
    int runs = Integer.parseInt(options.get("runs"));
    List<Scenario> scenarios = scenarios(runs, Integer.parseInt(options.get("finished"))).stream()
        .filter(each -> only.isEmpty() || only.contains(each.name())).toList();
    String report = report(measure(scenarios, Integer.parseInt(options.get("rounds"))), options);
    System.out.print(report);
    if (!options.get("report").isBlank()) {
      Files.writeString(Path.of(options.get("report")), report);
    }
    System.exit(0); // whatever threads are left
  }

  /** All there is to measure. */
  static List<Scenario> scenarios(int runs, int finished) {
    return List.of(
        new RawLimits(runs / 2, runs),
        new Peer(runs),
        new Drain("drain", runs, Drain.SLOTS, false, 3),
        new Drain(Drain.BOUNDED, "bounded", runs, Drain.SLOTS, false, 3),
        new Drain("forced", runs / 2, 10, true, 3),
        new Drain("backlog", runs * 5, Drain.SLOTS, false, 0),
        new Api(runs, 3),
        new InMemory(1_000),
        new WorkerFootprint(Duration.ofSeconds(10), runs),
        new Takeover(),
        new HandOver(32),
        new CancelOfRunning(32),
        new Growth(finished, runs),
        new Mapped(runs / 2, 2),
        new Latency("no-op", "one op, submit to result", 6_000, 300),
        new Latency("chain", "a chain of " + Jobs.CHAIN_LENGTH + " ops, submit to result", 1_500, 100),
        new Latency("fan", "a fan of 1, " + Jobs.FAN_WIDTH + " and 1, submit to result", 500, 50));
  }

  /** Measures one after the other, on one stand. */
  static List<Figure> measure(List<Scenario> scenarios, int rounds) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Stand stand = new Stand()) {
      for (Scenario scenario : scenarios) {
        List<Figure> measured = scenario.run(stand, rounds);
        measured.forEach(figure -> System.err.println(figure.row()));
        figures.addAll(measured);
      }
    }
    return figures;
  }

  private static String report(List<Figure> figures, Map<String, String> options) throws IOException {
    StringBuilder text = new StringBuilder("# Benchmark of the library, " + LocalDate.now(ZoneOffset.UTC) + "\n\n");
    text.append(Runtime.getRuntime().availableProcessors() + " processors, Java " + System.getProperty("java.version") + ", "
        + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", load average at the end "
        + Files.readString(Path.of("/proc/loadavg")).split(" ")[0] + "; medians of " + options.get("rounds")
        + " rounds, and the least to the most.\n\n| what | median | range | unit |\n| --- | --- | --- | --- |\n");
    figures.forEach(figure -> text.append(figure.row()).append('\n'));
    return text.toString();
  }
}
