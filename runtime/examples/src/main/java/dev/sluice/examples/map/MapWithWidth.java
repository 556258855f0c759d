package dev.sluice.examples.map;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;

/** A map of which only so many run at a time: a shop's server that allows two calls at once. The prices of a wish list. */
public final class MapWithWidth implements JobSource<MapWithWidth.WishList, Integer> {
  /** What is wished for. */
  public record WishList(List<String> articles) {}

  @Override
  public Job<WishList, Integer> define(JobBuilder<WishList> job) {
    Op<List<Integer>> prices = job.map("ask-price", Integer.class, String.class, WishList::articles, (article, context) ->
        100 * article.length()).width(2);
    return job.output(job.op("add-up", Integer.class, prices, (all, context) -> all.stream().mapToInt(Integer::intValue).sum()));
  }
}
