package dev.sluice.examples.subjob;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;

/** Sub-jobs of sub-jobs: a company asks its regions, and each of them its shops. Every run knows the run that it is part of. */
public final class ThreeLevels implements JobSource<ThreeLevels.Company, Integer> {
  /** Regions by name, with the shops of each. */
  public record Company(List<Region> regions) {}

  /** A region. */
  public record Region(String name, List<Shop> shops) {}

  /** A shop, with what it took on each day. */
  public record Shop(String street, List<Integer> days) {}

  /** What a shop took. */
  public static final class ShopSales implements JobSource<Shop, Integer> {
    @Override
    public Job<Shop, Integer> define(JobBuilder<Shop> job) {
      return job.output(job.op("count-till", Integer.class, (shop, context) ->
          shop.days().stream().mapToInt(Integer::intValue).sum()));
    }
  }

  /** What the shops of a region took. */
  public static final class RegionSales implements JobSource<Region, Integer> {
    @Override
    public Job<Region, Integer> define(JobBuilder<Region> job) {
      Op<List<Integer>> shops = job.mapSub("shop", new ShopSales(), Region::shops);
      return job.output(job.op("add-up", Integer.class, shops, (all, context) -> all.stream().mapToInt(Integer::intValue).sum()));
    }
  }

  @Override
  public Job<Company, Integer> define(JobBuilder<Company> job) {
    Op<List<Integer>> regions = job.mapSub("region", new RegionSales(), Company::regions);
    return job.output(job.op("add-up", Integer.class, regions, (all, context) -> all.stream().mapToInt(Integer::intValue).sum()));
  }
}
