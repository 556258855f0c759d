package dev.sluice.cli.bench;

import dev.sluice.simulator.report.Percentiles;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * What a benchmark measured.
 *
 * @param machine where and when
 * @param workers that drained the runs
 * @param untilHealthy from the start of the command until every service was healthy
 * @param singles latency of one run at a time
 * @param rounds of bulk
 * @param idleWorker resident memory of a worker before the load, in bytes
 * @param busyWorker resident memory of the largest worker after the load, in bytes
 * @param residentMemory of all processes together at the end, in bytes
 */
record BenchFigures(Machine machine, int workers, Duration untilHealthy, BenchLoad.Singles singles, List<BenchLoad.Round> rounds,
    OptionalLong idleWorker, OptionalLong busyWorker, OptionalLong residentMemory) {
  private static final double MEBIBYTE = 1 << 20;

  String markdown() {
    return String.format("""
        # Benchmark of %s

        %d processors, JDK %s, %s, load average before the start %s; %d workers, no-op jobs, the whole protocol through the API, SQS over
        HTTP and a durable PostgreSQL. Medians of %d rounds (least to most).

        | figure | value |
        | --- | --- |
        | until every service is healthy | %.1f s |
        | submit to start, one run at a time, p50 / p99 | %s |
        | submit to result, one run at a time, p50 / p99 | %s |
        | runs accepted a second, batches of 500 by 4 callers through the API | %s |
        | op executions committed a second | %s |
        | resident memory of an idle worker / of one after the load | %s / %s |
        | resident memory of all processes | %s |
        """,
        machine.day(), machine.processors(), machine.java(), machine.system(), machine.load(), workers, rounds.size(),
        untilHealthy.toMillis() / 1e3, shown(singles.submitToStart()), shown(singles.submitToResult()),
        shown(BenchLoad.Round::accepted), shown(BenchLoad.Round::committed),
        memory(idleWorker), memory(busyWorker), memory(residentMemory));
  }

  private static String memory(OptionalLong bytes) {
    return bytes.isPresent() ? String.format("%.0f MiB", bytes.getAsLong() / MEBIBYTE) : "not known";
  }

  private static String shown(Percentiles latency) {
    return String.format("%.1f / %.1f ms", latency.p50().toNanos() / 1e6, latency.p99().toNanos() / 1e6);
  }

  private String shown(ToDoubleFunction<BenchLoad.Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0 ? "not measured"
        : String.format("%.0f (%.0f to %.0f)", sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
  }
}
