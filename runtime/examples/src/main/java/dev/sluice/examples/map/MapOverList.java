package dev.sluice.examples.map;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;
import java.util.stream.IntStream;

/** An op finds a list, and each of its items becomes an op of its own. What is in a warehouse, shelf by shelf. */
public final class MapOverList implements JobSource<MapOverList.Warehouse, MapOverList.Stock> {
  /** Which warehouse, and how many shelves it has. */
  public record Warehouse(String town, int shelves) {}

  /** What an op has found out: the names of the shelves. */
  public record Shelves(List<String> names) {}

  /** Pieces in all, and how many shelves were counted. */
  public record Stock(int pieces, int shelves) {}

  @Override
  public Job<Warehouse, Stock> define(JobBuilder<Warehouse> job) {
    Op<Shelves> shelves = job.op("list-shelves", Shelves.class, (warehouse, context) -> new Shelves(
        IntStream.range(0, warehouse.shelves()).mapToObj(number -> warehouse.town() + "-" + number).toList()));
    Op<List<Integer>> counts = job.map("count", Integer.class, shelves, String.class, Shelves::names,
        (shelf, context) -> shelf.length() * 10);
    // The list has the order of the items, and is empty if there were none.
    return job.output(job.op("add-up", Stock.class, counts, (all, context) ->
        new Stock(all.stream().mapToInt(Integer::intValue).sum(), all.size())));
  }
}
