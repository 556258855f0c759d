package dev.sluice.examples.data;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Extract, transform, load: a sub-job cleans each source, one op loads what is left. Customers from several systems. */
public final class Etl implements JobSource<Etl.Systems, Etl.Loaded> {
  /** Which systems to read. */
  public record Systems(List<Source> sources) {}

  /** A system, and the addresses that it holds. */
  public record Source(String name, List<String> addresses) {}

  /** The addresses of a system that are worth something. */
  public record Clean(String source, List<String> addresses, int dropped) {}

  /** What stands in the target: each address once. */
  public record Loaded(int customers, int duplicates, int dropped) {}

  /** Cleans one source, in steps that are tried again one by one. */
  public static final class CleanSource implements JobSource<Source, Clean> {
    @Override
    public Job<Source, Clean> define(JobBuilder<Source> job) {
      Op<Source> extracted = job.op("extract", Source.class, (source, context) -> source);
      Op<Source> normal = job.op("normalize", Source.class, extracted, (source, context) -> new Source(source.name(),
          source.addresses().stream().map(address -> address.strip().toLowerCase(Locale.ROOT)).toList()));
      return job.output(job.op("drop-invalid", Clean.class, normal, (source, context) -> {
        List<String> valid = source.addresses().stream().filter(address -> address.matches("[^@ ]+@[^@ ]+")).toList();
        return new Clean(source.name(), valid, source.addresses().size() - valid.size());
      }));
    }
  }

  @Override
  public Job<Systems, Loaded> define(JobBuilder<Systems> job) {
    Op<List<Clean>> clean = job.mapSub("clean", new CleanSource(), Systems::sources);
    return job.output(job.op("load", Loaded.class, clean, (all, context) -> {
      List<String> addresses = all.stream().flatMap(part -> part.addresses().stream()).toList();
      int customers = Set.copyOf(addresses).size();
      return new Loaded(customers, addresses.size() - customers, all.stream().mapToInt(Clean::dropped).sum());
    }));
  }
}
