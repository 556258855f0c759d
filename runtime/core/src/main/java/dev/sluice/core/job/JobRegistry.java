package dev.sluice.core.job;

import dev.sluice.core.run.Limits;
import dev.sluice.core.schedule.ScheduleDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The jobs that this process knows. Immutable and safe for any thread. */
public final class JobRegistry {
  private final Map<String, Job<?, ?>> jobs;

  private JobRegistry(Map<String, Job<?, ?>> jobs) {
    this.jobs = jobs;
  }

  /**
   * Defines the jobs of the given sources.
   *
   * @throws JobDefinitionException if one is not well defined, or two have one name
   */
  public static JobRegistry of(Collection<? extends JobSource<?, ?>> sources) {
    Map<String, Job<?, ?>> jobs = new TreeMap<>();
    for (JobSource<?, ?> source : sources) {
      Job<?, ?> job = JobBuilder.define(source);
      if (jobs.put(job.name(), job) != null) {
        throw new JobDefinitionException(job.name(), List.of("two sources define it; one of them is " + source.getClass().getName()));
      }
    }
    List.copyOf(jobs.values()).forEach(job -> addChildren(job, jobs));
    refuseSchedulesOfOneName(jobs);
    refuseTwoLimitsOfOneKey(jobs);
    return new JobRegistry(jobs);
  }

  /** What runs a job runs its sub-jobs too, whether or not they are named beside it. */
  private static void addChildren(Job<?, ?> parent, Map<String, Job<?, ?>> jobs) {
    parent.allOps().forEach(op -> {
      if (op.work() instanceof OpWork.Sub sub) {
        Job<?, ?> known = jobs.putIfAbsent(sub.child().name(), sub.child());
        if (known != null) {
          refuseOther(sub.child(), known, parent.name());
        }
      }
    });
  }

  private static void refuseOther(Job<?, ?> child, Job<?, ?> known, String parent) {
    if (!known.version().equals(child.version())) {
      throw new JobDefinitionException(child.name(), List.of("it is defined in two ways; one is that of a sub-job of " + parent));
    }
    SameSource.difference(child.source(), known.source()).ifPresent(difference -> {
      throw new JobDefinitionException(child.name(), List.of("it has two sources, and one would run for both: that of a sub-job of " + parent
          + " has " + difference + "; override name() so that each has its own, or pass the same instance to both, or give the class an equals"));
    });
  }

  /** Slots and permits belong to a key, whatever job they are for. */
  private static void refuseTwoLimitsOfOneKey(Map<String, Job<?, ?>> jobs) {
    Map<String, Said> slots = new HashMap<>();
    Map<String, Said> rates = new HashMap<>();
    jobs.values().forEach(job -> job.allOps().forEach(op -> {
      Limits.Concurrency concurrency = op.limits().bounds().concurrency();
      if (concurrency != null) {
        refuseOther(new Said(job.name(), op.name(), String.valueOf(concurrency.limit())), "concurrency key", concurrency.key(), slots);
      }
      Limits.Rate rate = op.limits().bounds().rate();
      if (rate != null) {
        refuseOther(new Said(job.name(), op.name(), rate.permits() + " in " + rate.period()), "rate limit", rate.key(), rates);
      }
    }));
  }

  /** What an op says that the limit of a key is. */
  private record Said(String job, String op, String limit) {
    @Override
    public String toString() {
      return "job \"" + job + "\", op \"" + op + "\" says " + limit;
    }
  }

  private static void refuseOther(Said said, String what, String key, Map<String, Said> known) {
    Said first = known.putIfAbsent(key, said);
    if (first != null && !first.limit().equals(said.limit())) {
      throw new JobDefinitionException(said.job(),
          List.of("the " + what + " \"" + key + "\" has two limits, give both ops the same: " + first + ", and " + said));
    }
  }

  /** The second schedule of a job may have the name of another job's first. */
  private static void refuseSchedulesOfOneName(Map<String, Job<?, ?>> jobs) {
    Set<String> names = new HashSet<>();
    jobs.values().stream().flatMap(job -> job.schedules().stream()).filter(schedule -> !names.add(schedule.name())).forEach(twice -> {
      throw new JobDefinitionException(twice.job(), List.of("another job has a schedule \"" + twice.name() + "\", too"));
    });
  }

  /** Defines the jobs of every {@link JobSource} that the service loader finds on the class path. */
  public static JobRegistry discover() {
    List<JobSource<?, ?>> sources = new ArrayList<>();
    ServiceLoader.load(JobSource.class).forEach(sources::add);
    return of(sources);
  }

  /**
   * Returns a job by its name.
   *
   * @throws UnknownJobException naming the known ones
   */
  public Job<?, ?> job(String name) {
    Job<?, ?> job = jobs.get(name);
    if (job == null) {
      throw new UnknownJobException(name, jobs.keySet());
    }
    return job;
  }

  /** Returns the schedules of all jobs. */
  public List<ScheduleDefinition> schedules() {
    return jobs.values().stream().flatMap(job -> job.schedules().stream()).toList();
  }

  public Set<String> names() {
    return Set.copyOf(jobs.keySet());
  }
}
